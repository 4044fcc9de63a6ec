// The lock file of this project, and two that are wrong.
import { describe, expect, test } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { ROOT } from '../bundling.js';
import { lockfileProblems, readLockfile } from './lockfile.js';

describe('lock file', () => {
  verifies('setup.lockfile', 'this one installs from any registry and on every platform', () => {
    expect(lockfileProblems(readLockfile(ROOT))).toEqual([]);
  });

  test('a registry address and a platform that is left out are found', () => {
    expect(
      lockfileProblems({
        packages: {
          '': { optionalDependencies: { tool: '1.0.0' } },
          'node_modules/tool': {
            version: '1.0.0',
            resolved: 'https://registry.example/tool.tgz',
            optionalDependencies: { 'tool-linux': '1.0.0', 'tool-darwin': '1.0.0' },
          },
          'node_modules/tool/node_modules/tool-linux': { version: '1.0.0' },
        },
      }),
    ).toEqual([
      expect.stringMatching(/^node_modules\/tool names a registry address/),
      'node_modules/tool wants tool-darwin 1.0.0, which is not locked.',
    ]);
  });
});
