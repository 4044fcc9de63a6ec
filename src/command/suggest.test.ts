import { expect, test } from 'vitest';
import { suggest } from './suggest.js';

const COMMANDS = ['console', 'explorer', 'process', 'plugin', 'serve', 'emulator'];

test.each([
  ['consle', 'console'],
  ['CONSOLE', 'console'],
  ['sevre', 'serve'],
  ['porcess', 'process'],
  ['emulatr', 'emulator'],
])('%s is taken for %s', (typed, meant) => {
  expect(suggest(typed, COMMANDS)).toBe(meant);
});

test.each(['xyz', 'c', '', 'completely-different'])('%j resembles nothing', (typed) => {
  expect(suggest(typed, COMMANDS)).toBeUndefined();
});

test('the nearest of several wins', () => {
  expect(suggest('lit', ['list', 'lint', 'lot'])).toBe('list');
  expect(suggest('lot', ['list', 'lot'])).toBe('lot');
});
