import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../tests/support/use-tmp.js';
import { hasRunScriptAsync } from './studio-tasks.js';

const EDGE = 1 << 20;

test.each([
  ['its name as text', 100, 'latin1', true],
  ['its name as wide text', 100, 'utf16le', true],
  ['its name across two reads', EDGE - 5, 'latin1', true],
  ['wide text across two reads', EDGE - 5, 'utf16le', true],
] as const)('%s tells of the task', async (_, at, encoding, found) => {
  const program = join(useTmp(), 'Studio');
  const bytes = Buffer.alloc(EDGE + 1000, 'x');
  Buffer.from('runScriptFile', encoding).copy(bytes, at);
  writeFileSync(program, bytes);
  expect(await hasRunScriptAsync(program)).toBe(found);
});

test('without it, or without a program that can be read, there is none', async () => {
  const program = join(useTmp(), 'Studio');
  writeFileSync(program, 'localPlaceFile');
  expect(await hasRunScriptAsync(program)).toBe(false);
  expect(await hasRunScriptAsync(join(program, 'none'))).toBe(false);
});
