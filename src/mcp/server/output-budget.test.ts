import { expect, test } from 'vitest';
import { verifies } from '../../../tests/support/verifies.js';
import { cutText, cutValue, jsonBytes } from './output-budget.js';

test('text is cut at a line, and never inside of a character', () => {
  expect(cutText('one\ntwo\nthree', 100)).toBe('one\ntwo\nthree');
  expect(cutText('one\ntwo\nthree', 9)).toBe('one\ntwo');
  expect(cutText('ääää', 5)).toBe('ää');
});

verifies('mcp.long-output', 'a structure keeps its shape and loses the ends of its lists and texts', () => {
  const value = {
    rows: Array.from({ length: 1_000 }, (_, id) => ({ id, text: 'x'.repeat(100) })),
    total: 1_000,
  };
  const cut = cutValue(value, 4_000);
  expect(jsonBytes(cut)).toBeLessThanOrEqual(4_000);
  expect(cut).toMatchObject({
    rows: expect.arrayContaining([{ id: 0, text: 'x'.repeat(100) }]),
    total: 1_000,
  });
  expect(cutValue({ small: true }, 4_000)).toEqual({ small: true });
});

test('whatever it is, it fits', () => {
  let deep: unknown = 'end';
  for (let level = 0; level < 500; level++)
    deep = { deep, wide: Array.from({ length: 5 }, () => 'y'.repeat(50)) };
  for (const value of [deep, 'z'.repeat(100_000), Array.from({ length: 50_000 }, () => [])])
    expect(jsonBytes(cutValue(value, 1_000))).toBeLessThanOrEqual(1_000);
});
