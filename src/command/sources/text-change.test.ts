import { expect, test } from 'vitest';
import { textChange } from './text-change.js';

const lines = (...texts: string[]) => texts.join('\n');

test.each([
  ['a', 'a', ''],
  ['a', 'b', lines('@@ line 1 @@', '- a', '+ b')],
  [
    lines('1', '2', '3', '4', '5', '6', '7'),
    lines('1', '2', '3', 'x', 'y', '5', '6', '7'),
    lines('@@ line 2 @@', '  2', '  3', '- 4', '+ x', '+ y', '  5', '  6'),
  ],
  [lines('a', 'a'), lines('a', 'a', 'a'), lines('@@ line 1 @@', '  a', '  a', '+ a')],
])('%j -> %j', (before, after, shown) => {
  expect(textChange(before, after)).toBe(shown);
});
