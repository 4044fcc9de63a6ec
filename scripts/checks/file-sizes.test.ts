// A limit that no file ever broke may not work: here some do.
import { describe, expect } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { tooLongFiles } from './file-sizes.js';

describe('file sizes', () => {
  verifies('toolchain.sizes', 'name the file, its length and its limit', () => {
    const file = (path: string, lines: number) => ({ path, text: 'x\n'.repeat(lines) });
    expect(
      tooLongFiles([
        file('src/bridge/a.ts', 400),
        file('src/bridge/b.ts', 401),
        file('src/commands/x/y/y.ts', 121),
        file('src/commands/x/y/y.test.ts', 300),
        file('plugin/src/A.luau', 301),
      ]).map((problem) => problem.split(';')[0]),
    ).toEqual([
      'src/bridge/b.ts has 401 lines',
      'src/commands/x/y/y.ts has 121 lines',
      'plugin/src/A.luau has 301 lines',
    ]);
  });
});
