// Reads which requirements the tests cite, and says what is wrong between the two lists.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Requirement } from '../requirements/need.js';

export interface Citation {
  readonly id: string;
  readonly file: string;
}

const FOLDERS = ['src', 'plugin', 'tests', 'scripts', 'bench'];

/** Every citation in the tests and Luau specs under `root`. */
export function readCitations(root: string): Citation[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts') || path.endsWith('.spec.luau'))
      .map((path) => `${folder}/${path.split(sep).join('/')}`),
  ).flatMap((file) => citationsIn(file, readFileSync(join(root, file), 'utf8')));
}

/** `verifies('a', …)`, `verifies(['a', 'b'], …)`, `verifiesTogether(…)`; in Luau specs `-- verifies a, b`. */
export function citationsIn(file: string, text: string): Citation[] {
  const ids = file.endsWith('.luau')
    ? [...text.matchAll(/--\s*verifies\s+([\w.,\- ]+)/g)].flatMap((match) => (match[1] ?? '').split(/[, ]+/))
    : [...text.matchAll(/\bverifies(?:Together)?\(\s*(\[[^\]]*\]|'[^']*')/g)].flatMap((match) =>
        [...(match[1] ?? '').matchAll(/'([^']*)'/g)].map((literal) => literal[1] ?? ''),
      );
  return ids.filter((id) => id !== '').map((id) => ({ id, file }));
}

/** One sentence for each demand without a test, each unknown id and each claim to have built what is planned. */
export function problemsOf(
  requirements: Readonly<Record<string, Requirement>>,
  citations: readonly Citation[],
): string[] {
  const cited = new Set(citations.map(({ id }) => id));
  const uncited = Object.entries(requirements)
    .filter(([id, entry]) => !entry.planned && entry.deferred === undefined && !cited.has(id))
    .map(([id, entry]) => `${id}: no test cites it. (${entry.behavior})`);
  const wrong = citations.flatMap(({ id, file }) => {
    const entry = requirements[id];
    if (!entry) return [`${file} cites ${id}, which is not in tests/requirements/.`];
    if (entry.planned) return [`${file} cites ${id}, which is still marked as planned: make it a need().`];
    if (entry.deferred !== undefined) return [`${file} cites ${id}, which is deferred: ${entry.deferred}`];
    return [];
  });
  return [...uncited, ...wrong];
}
