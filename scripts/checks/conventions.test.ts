// Each convention is shown a line that breaks it, and lines that it must leave alone.
import { describe, expect, test } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { breaches } from './conventions.js';

const HEADER = '// Why.\n';

describe('conventions', () => {
  const OFFENCES: [string, string, string][] = [
    ['src/bridge/a.ts', 'const now = Date.now();', 'time comes from the clock'],
    ['src/bridge/a.ts', 'setTimeout(run, 5);', 'time comes from the clock'],
    ['src/bridge/a.ts', "console.log('x');", 'only a surface prints and exits'],
    ['src/commands/x/x.ts', 'process.exit(1);', 'only a surface prints and exits'],
    ['src/bridge/a.ts', "if (process.platform === 'win32') {", 'the system is asked in one place'],
    ['src/bridge/a.ts', 'const { env, platform } = process;', 'the system is asked in one place'],
    ['src/bridge/a.ts', "import { homedir, platform } from 'node:os';", 'the system is asked in one place'],
    ['src/bridge/a.ts', 'mkdirSync(folder, { recursive: true });', 'folders are made in one way'],
    ['src/bridge/a.ts', 'export async function load() {', 'promises say so'],
    ['src/bridge/a.ts', '  async close(): Promise<void> {', 'promises say so'],
    ['src/bridge/a.ts', 'return value as unknown as Frame;', 'no way around the types'],
    ['src/bridge/a.ts', 'if (error instanceof z.core.$ZodError) {', 'the schema library is taken in parts'],
    ['src/bridge/a.ts', '// @ts-ignore', 'no check is silenced'],
    ['plugin/src/A.luau', '-- TODO later', 'finished work only'],
    ['tests/a.test.ts', "test.only('x', run);", 'tests run'],
    ['tests/a.test.ts', 'await new Promise((resolve) => setTimeout(resolve, 5));', 'tests do not sleep'],
  ];

  verifies('toolchain.conventions', 'say where, what, and what to do instead', () => {
    for (const [path, line, name] of OFFENCES) {
      const header = path.endsWith('.luau') ? '-- Why.\n' : HEADER;
      expect(breaches([{ path, text: `${header}${line}\n` }]), line).toEqual([
        expect.stringMatching(new RegExp(`^${path}:2 ${name}: .+\\.$`)),
      ]);
    }
  });

  test('let pass what is meant for the place', () => {
    expect(
      breaches([
        { path: 'src/support/clock.ts', text: `${HEADER}Date.now();\n` },
        { path: 'src/cli/main.ts', text: `#!/usr/bin/env node\n${HEADER}process.exit(0);\n` },
        {
          path: 'src/bridge/a.ts',
          text: `${HEADER}// Date.now() is for the clock.\nconst f = async () => 1;\n`,
        },
        { path: 'bench/main.ts', text: `${HEADER}performance.now();\n` },
        { path: 'plugin/src/logBuffer.spec.luau', text: '--!strict\n-- Why.\n' },
      ]),
    ).toEqual([]);
  });

  test('files have a header and the name of what they own', () => {
    expect(breaches([{ path: 'src/bridge/utils.ts', text: HEADER }])[0]).toMatch(/is a drawer/);
    expect(breaches([{ path: 'src/bridge/bridgeHost.ts', text: HEADER }])[0]).toMatch(/kebab-case/);
    expect(breaches([{ path: 'plugin/src/log-buffer.luau', text: '-- Why.' }])[0]).toMatch(/camelCase/);
    expect(breaches([{ path: 'src/bridge/a.ts', text: 'const x = 1;' }])[0]).toMatch(/why they exist/);
  });
});
