// What `npm run verify` makes of what its tools report. The tools are stand-ins: the real ones would run this test.
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../scripts/bundling.js';
import { useShellAsync } from './support/use-shell.js';
import { useTmp } from './support/use-tmp.js';
import { verifies } from './support/verifies.js';

interface Tools {
  readonly npm?: string;
  readonly tsx?: string;
  readonly vitest?: string;
}

/** Writes the JSON after the name of the option that asks for it. */
const report = (option: string, json: object, exitCode = 0) => `
  const at = process.argv.findIndex((argument) => argument.startsWith('${option}'));
  if (at > 0) {
    const file = process.argv[at].split('=')[1] ?? process.argv[at + 1];
    require('node:fs').writeFileSync(file, ${JSON.stringify(JSON.stringify(json))});
  }
  process.exitCode = ${exitCode};
`;
const CHECKED = report('--report', { passed: 9, failed: 0 });
const tested = (counts: object, exitCode = 0) =>
  report(
    '--outputFile.json',
    { numPassedTests: 40, numFailedTests: 0, numPendingTests: 0, testResults: [], ...counts },
    exitCode,
  );

describe('verify', () => {
  verifies('setup.verify', 'installs, checks, builds and tests, and closes with the sum', async () => {
    const { exitCode, lines } = await verifyAsync({});
    expect(lines.at(-1)).toBe('52 passed, 0 failed');
    expect(exitCode).toBe(0);
    expect(lines.filter((line) => line.startsWith('── '))).toEqual([
      '── Installation ──',
      '── Checks ──',
      '── Build ──',
      '── Other lines of Node ──',
      '── Tests ──',
      '── With a real terminal ──',
      '── With a real browser ──',
      '── With a real Studio ──',
    ]);
  });

  test('failures are counted, test files that do not load included', async () => {
    const failing = { numFailedTests: 2, testResults: [{ status: 'failed', assertionResults: [] }] };
    const { exitCode, lines } = await verifyAsync({ vitest: tested(failing, 1) });
    expect(lines.at(-1)).toBe('52 passed, 3 failed');
    expect(exitCode).toBe(1);
  });

  test('a tool that fails without a report is one failure', async () => {
    const { exitCode, lines } = await verifyAsync({ vitest: 'process.exitCode = 1;' });
    expect(lines.at(-1)).toBe('12 passed, 1 failed');
    expect(exitCode).toBe(1);
  });

  test('a tool that fails although its report is clean is one failure', async () => {
    const { lines } = await verifyAsync({ vitest: tested({}, 1) });
    expect(lines.at(-1)).toBe('51 passed, 1 failed');
  });

  test('skipped tests are shown', async () => {
    const { lines } = await verifyAsync({ vitest: tested({ numPendingTests: 2 }) });
    expect(lines.at(-1)).toBe('52 passed, 0 failed, 2 skipped');
  });

  test('without an installation nothing else runs', async () => {
    const { exitCode, lines } = await verifyAsync({ npm: 'process.exitCode = 1;' });
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
    expect(exitCode).toBe(1);
    expect(lines.join('\n')).not.toMatch(/Checks/);
  });
});

async function verifyAsync(tools: Tools): Promise<{ exitCode: number | null; lines: string[] }> {
  const root = useTmp();
  const bin = join(root, 'node_modules', '.bin');
  mkdirSync(join(root, 'scripts'), { recursive: true });
  mkdirSync(bin, { recursive: true });
  for (const file of ['verify.mjs', 'steps.mjs']) {
    copyFileSync(join(ROOT, 'scripts', file), join(root, 'scripts', file));
  }
  const npm = join(root, 'npm-cli.js');
  writeFileSync(npm, tools.npm ?? '');
  for (const [name, script] of Object.entries({
    tsx: tools.tsx ?? CHECKED,
    vitest: tools.vitest ?? tested({}),
  })) {
    writeFileSync(join(bin, name), `#!/usr/bin/env node\n${script}`);
    chmodSync(join(bin, name), 0o755);
  }
  const { runAsync } = await useShellAsync(root, useTmp());
  const { exitCode, output } = await runAsync(`npm_execpath=${npm} node scripts/verify.mjs`);
  return { exitCode, lines: output.trimEnd().split('\n') };
}
