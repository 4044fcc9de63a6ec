// What a run covered, by the user's files: scripts of libraries and specs are left out, and files of which nothing ran are
// in it too.
import { relative, sep } from 'node:path';
import { tryReadText } from '../../support/read-text.js';
import type { FunctionCoverage, ScriptCoverage } from '../../support/script-coverage.js';
import { isForeign, type ScriptFiles } from '../source-maps/script-locations.js';

export interface CoveredFile {
  /** Relative to where the user is, with slashes; a full name where no file is known. */
  readonly file: string;
  readonly lines: ReadonlyMap<number, number>;
  readonly functions: readonly FunctionCoverage[];
  /** Undefined where it cannot be had. */
  readonly source: string | undefined;
}

export interface LineTally {
  readonly covered: number;
  readonly all: number;
}

/** How much of a package's own files ran. */
export interface CoveredPackage extends LineTally {
  readonly name: string;
}

const SPEC = /\.(spec|test)$/;

/** Full names and files of the scripts that count. */
export function countedScripts(files: ScriptFiles): [name: string, file: string][] {
  return [...files].filter(([name, file]) => !SPEC.test(name) && !isForeign(file));
}

export function coveredFiles(
  coverage: readonly ScriptCoverage[],
  files: ScriptFiles | undefined,
  folder: string,
): CoveredFile[] {
  const merged = mergedCoverage(coverage);
  if (!files) return [...merged.values()].filter(({ script }) => !SPEC.test(script)).map(withoutFile);
  return countedScripts(files)
    .flatMap(([name, file]) => {
      const own = merged.get(name);
      if (!own) return [];
      const { lines, functions } = own;
      return [
        {
          file: relative(folder, file).split(sep).join('/'),
          lines,
          functions,
          source: tryReadText(file),
        },
      ];
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** A file that the places of several packages have is one file. */
export function mergedFiles(files: readonly CoveredFile[]): CoveredFile[] {
  const merged = new Map<string, CoveredFile>();
  for (const one of files) {
    const before = merged.get(one.file);
    merged.set(one.file, before ? { ...one, ...sum(before, one) } : one);
  }
  return [...merged.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
}

export function tallyLines(files: readonly Pick<CoveredFile, 'lines'>[]): LineTally {
  const all = files.flatMap(({ lines }) => [...lines.values()]);
  return { covered: all.filter((hits) => hits > 0).length, all: all.length };
}

/** A number without a unit; everything is covered where there is nothing to cover. */
export const percentOf = ({ covered, all }: LineTally): number => (all === 0 ? 100 : (covered / all) * 100);

const withoutFile = ({ script, lines, functions }: ScriptCoverage): CoveredFile => ({
  file: script,
  lines,
  functions,
  source: undefined,
});

/** The same tests may have run several times. */
function mergedCoverage(coverage: readonly ScriptCoverage[]): Map<string, ScriptCoverage> {
  const merged = new Map<string, ScriptCoverage>();
  for (const one of coverage) {
    const before = merged.get(one.script);
    merged.set(one.script, before ? { script: one.script, ...sum(before, one) } : one);
  }
  return merged;
}

type Counted = Pick<ScriptCoverage, 'lines' | 'functions'>;

function sum(one: Counted, other: Counted): Counted {
  const lines = new Map(one.lines);
  for (const [line, hits] of other.lines) lines.set(line, (lines.get(line) ?? 0) + hits);
  const functions = one.functions.map((each) => {
    const same = other.functions.find(({ name, line }) => name === each.name && line === each.line);
    return { ...each, hits: each.hits + (same?.hits ?? 0) };
  });
  return { lines, functions };
}
