// `npm run check`: everything about the project that can be told without running it, in one summary.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './bundling.js';
import { breaches } from './checks/conventions.js';
import { sizeSummary, tooLongFiles } from './checks/file-sizes.js';
import { lockfileProblems, readLockfile } from './checks/lockfile.js';
import { readProjectFiles } from './checks/project-files.js';
import { runToolAsync } from './checks/tool.js';

interface Outcome {
  /** What is wrong; empty if nothing is. */
  readonly problems: string;
  /** Shown behind the name of a check that passed. */
  readonly note?: string;
}

interface Check {
  readonly name: string;
  /** The command that mends most of what it finds. */
  readonly mend?: string;
  readonly runAsync: () => Promise<Outcome>;
}

const tool = (name: string, args: string[]) => async (): Promise<Outcome> => {
  const { exitCode, output } = await runToolAsync(name, args);
  return { problems: exitCode === 0 ? '' : output || `${name} ended with exit code ${exitCode}.` };
};
const found = (problems: string[], note?: string): Outcome => ({
  problems: problems.join('\n'),
  ...(note === undefined ? {} : { note }),
});

const CACHE = 'node_modules/.cache/studio-bridge-check';

/** The slow ones first, so that the others fill the gaps. */
const CHECKS: readonly Check[] = [
  {
    name: 'types',
    runAsync: tool('tsc', ['-p', '.', '--incremental', '--tsBuildInfoFile', `${CACHE}/tsc.json`]),
  },
  {
    name: 'generated files',
    mend: 'npm run gen',
    runAsync: tool('tsx', ['scripts/gen.ts', '--check']),
  },
  { name: 'unused code and packages', runAsync: tool('knip', ['--no-progress', '--no-config-hints']) },
  {
    name: 'import walls',
    runAsync: tool('depcruise', ['src', '--config', '.dependency-cruiser.mjs', '--output-type', 'err-long']),
  },
  { name: 'format and lint', mend: 'npm run fix', runAsync: tool('biome', ['check', '.']) },
  {
    name: 'Luau format',
    mend: 'npm run fix',
    runAsync: tool('stylua', ['--check', 'plugin', 'src', 'tests']),
  },
  {
    name: 'file sizes',
    runAsync: async () => {
      const files = readProjectFiles(ROOT);
      return found(tooLongFiles(files), sizeSummary(files));
    },
  },
  { name: 'conventions', runAsync: async () => found(breaches(readProjectFiles(ROOT))) },
  {
    name: 'lock file',
    mend: 'npm install',
    runAsync: async () =>
      found(
        [ROOT, join(ROOT, 'tests/packaging/nodes')].flatMap((root) => lockfileProblems(readLockfile(root))),
      ),
  },
];

async function mainAsync(): Promise<number> {
  const { values } = parseArgs({ options: { report: { type: 'string' } } });
  const queue = [...CHECKS];
  const failed: Check[] = [];
  const workAsync = async (): Promise<void> => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const startedAt = performance.now();
      const { problems, note } = await check.runAsync();
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${problems ? '✗' : '✓'} ${check.name} (${seconds} s)${note ? ` · ${note}` : ''}`);
      if (!problems) continue;
      failed.push(check);
      console.log(`${problems.replace(/^/gm, '    ')}\n${check.mend ? `  → ${check.mend}\n` : ''}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(3, availableParallelism()) }, workAsync));
  const passed = CHECKS.length - failed.length;
  console.log(
    failed.length === 0
      ? `All ${passed} checks hold.`
      : `${failed.length} of ${CHECKS.length} checks failed.`,
  );
  if (values.report) writeFileSync(values.report, JSON.stringify({ passed, failed: failed.length }));
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = await mainAsync();
