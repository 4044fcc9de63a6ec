// The compiler writes a declaration file for all that the library's code imports; importers need those that the public
// declarations lead to, which is a small part.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Removes every `.d.ts` below `folder` that none of `entries` leads to. */
export function pruneTypes(folder: string, entries: readonly string[]): void {
  const reached = new Set<string>();
  const pending = entries.map((entry) => join(folder, entry));
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    pending.push(...importsOf(file));
  }
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, path);
    if (file.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
  }
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)\.js['"]/g)].map(([, path = '']) =>
    resolve(dirname(file), `${path}.d.ts`),
  );
}
