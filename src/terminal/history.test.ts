import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../tests/support/use-tmp.js';
import { History } from './history.js';

const useFile = () => join(useTmp(), 'state', 'history');

test('what was typed is there again the next time, several lines and all', async () => {
  const file = useFile();
  const first = await History.openAsync(file);
  await first.addAsync('return 1');
  await first.addAsync('for i = 1, 3 do\n  print(i)\nend');
  await first.addAsync('for i = 1, 3 do\n  print(i)\nend');
  await first.addAsync('  ');
  const second = await History.openAsync(file);
  expect(second.back('draft')).toBe('for i = 1, 3 do\n  print(i)\nend');
  expect(second.back('')).toBe('return 1');
  expect(second.back('')).toBeUndefined();
  expect(second.forward()).toMatch(/^for/);
  expect(second.forward()).toBe('draft');
  expect(second.forward()).toBeUndefined();
});

test('a damaged line is passed over, and a long file is cut', async () => {
  const file = join(useTmp(), 'history');
  const lines = Array.from({ length: 2000 }, (_, at) => JSON.stringify(`return ${at}`));
  writeFileSync(file, `{ not json\n7\n${lines.join('\n')}\n`);
  const history = await History.openAsync(file);
  expect(history.back('')).toBe('return 1999');
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toEqual(lines.slice(-1000));
});

test('where nothing can be written it is kept for this time', async () => {
  const history = await History.openAsync('/dev/null/history');
  await history.addAsync('return 1');
  expect(history.back('')).toBe('return 1');
});
