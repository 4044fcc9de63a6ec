import { expect, test } from 'vitest';
import { textTable } from './text-table.js';

test('columns line up and lines have no blanks at their ends', () => {
  expect(
    textTable(
      ['A', 'LONG'],
      [
        ['one', 'x'],
        ['2', 'yy'],
      ],
    ),
  ).toBe('A    LONG\none  x\n2    yy');
});
