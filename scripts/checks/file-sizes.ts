// Small files are what keeps this project readable: the hard limits fail the check, the goals are reported.
import type { ProjectFile } from './project-files.js';

interface Limit {
  readonly what: string;
  readonly applies: (path: string) => boolean;
  readonly maxLines: number;
}

/** The first that applies counts. */
const LIMITS: readonly Limit[] = [
  {
    what: 'a command',
    applies: (path) => /^src\/commands\/.+\.ts$/.test(path) && !path.endsWith('.test.ts'),
    maxLines: 120,
  },
  { what: 'a Luau file', applies: (path) => path.endsWith('.luau'), maxLines: 300 },
  { what: 'a TypeScript file', applies: () => true, maxLines: 400 },
];

export function tooLongFiles(files: readonly ProjectFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const lines = countLines(text);
    const limit = LIMITS.find(({ applies }) => applies(path));
    return limit && lines > limit.maxLines
      ? [`${path} has ${lines} lines; ${limit.what} has at most ${limit.maxLines}. Split it by concern.`]
      : [];
  });
}

/** Median and 90th percentile of what ships, next to the goals of 100 and 250. */
export function sizeSummary(files: readonly ProjectFile[]): string {
  const sizes = files
    .filter(({ path }) => path.startsWith('src/') && path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map(({ text }) => countLines(text))
    .sort((a, b) => a - b);
  const at = (share: number) => sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))] ?? 0;
  return `TypeScript: median ${at(0.5)} of 100 lines, p90 ${at(0.9)} of 250, longest ${sizes.at(-1) ?? 0} of 400`;
}

function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
