import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
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

test('what was found in a large program is kept until the program changes', async () => {
  const folder = useTmp();
  const program = join(folder, 'Studio');
  const memory = join(folder, 'cache', 'tasks.txt');
  const bytes = Buffer.alloc(5 << 20, 'x');
  writeFileSync(program, bytes);
  expect(await hasRunScriptAsync(program, memory)).toBe(false);
  expect(readFileSync(memory, 'utf8')).toMatch(/\nfalse$/);
  writeFileSync(memory, readFileSync(memory, 'utf8').replace('false', 'true'));
  expect(await hasRunScriptAsync(program, memory)).toBe(true);
  writeFileSync(program, Buffer.concat([bytes, Buffer.from('y')]));
  expect(await hasRunScriptAsync(program, memory)).toBe(false);
  writeFileSync(program, Buffer.concat([bytes, Buffer.from('runScriptFile')]));
  expect(await hasRunScriptAsync(program, memory)).toBe(true);
  expect(await hasRunScriptAsync(program, join(program, 'no folder'))).toBe(true);
});
