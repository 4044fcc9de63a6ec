import { expect, test } from 'vitest';
import { serializedValue } from './values.js';

test.each([
  [null],
  [1.5],
  ['x'],
  [[1, ['a', null]]],
  [{ a: { b: [true] } }],
  [{ type: 'Number', value: 'inf' }],
  [{ type: 'UDim2', value: [0, 1, 2, 3] }],
  [{ type: 'Vector3', value: [1, { type: 'Number', value: 'nan' }, { type: 'Number', value: '-inf' }] }],
  [{ type: 'Table', entries: [[1, { type: 'Vector2', value: [1, 2] }]] }],
  [{ type: 'FromALaterBuild', anything: 1 }],
])('%j is a serialized value', (value) => {
  expect(serializedValue.safeParse(value)).toMatchObject({ success: true, data: value });
});

test.each([
  [{ type: 'Vector3', value: [1, 2] }],
  [{ type: 'Number', value: 'infinite' }],
  [[{ type: 'Bytes' }]],
  [{ deep: [{ type: 'EnumItem', enum: 'X' }] }],
  [Number.NaN],
  [undefined],
])('%j is not', (value) => {
  expect(serializedValue.safeParse(value).success).toBe(false);
});

test('a value that is nested very deeply is checked without running out of stack', () => {
  let value: unknown = 1;
  for (let depth = 0; depth < 100_000; depth++) value = [value];
  expect(serializedValue.safeParse(value).success).toBe(true);
});

test('so is one that is very long', () => {
  expect(serializedValue.safeParse(new Array(500_000).fill(1)).success).toBe(true);
});
