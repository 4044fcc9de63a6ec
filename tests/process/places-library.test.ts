// The emulated Studio as a library: the example of docs/places.md, run with the package as it is built.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ROOT } from '../../scripts/bundling.js';
import { childEnv } from '../../scripts/checks/tool.js';
import { verifies } from '../support/verifies.js';

const GUIDE = readFileSync(join(ROOT, 'docs', 'places.md'), 'utf8');
const block = (kind: string) => new RegExp(`^\`\`\`${kind}\n([\\s\\S]*?)^\`\`\``, 'm').exec(GUIDE)?.[1] ?? '';

verifies('places.library', 'the example of the guide prints what it says', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', block('js run')],
    { cwd: ROOT, env: childEnv(), encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toBe(block('text shows'));
});
