import { expect, test } from 'vitest';
import type { SerializedValue } from '../protocol/values.js';
import { paletteOf } from './palette.js';
import { FOLDED, UNFOLDED, viewValue, withoutColours } from './value-view.js';

const plain = paletteOf(false);
const view = (value: SerializedValue, folding = FOLDED, width = 40) =>
  viewValue(value, folding, width, plain);

test.each<[SerializedValue, string]>([
  [null, 'nil'],
  ['a "b"', '"a \\"b\\""'],
  [1.5, '1.5'],
  [true, 'true'],
  [[], '{}'],
  [[1, 2], '{ 1, 2 }'],
  [{ a: 1, 'b c': 'x' }, '{ a = 1, ["b c"] = "x" }'],
  [{ type: 'Instance', className: 'Part', path: 'Workspace.Part' }, 'Workspace.Part'],
  [
    {
      type: 'Table',
      entries: [
        [1, 'a'],
        [true, 'b'],
      ],
    },
    '{ [1] = "a", [true] = "b" }',
  ],
])('%j', (value, text) => {
  expect(view(value)).toEqual({ text, isFolded: false });
});

test('what is too wide goes over several lines', () => {
  expect(view({ name: 'a long enough text', list: ['another text', 'and one'] }).text).toBe(
    ['{', '  name = "a long enough text",', '  list = { "another text", "and one" }', '}'].join('\n'),
  );
});

test('what is deep or long is folded, and unfolds', () => {
  const deep = { a: { b: { c: [1, 2, 3] } } };
  expect(view(deep)).toEqual({ text: '{ a = { b = {…1} } }', isFolded: true });
  expect(view(deep, UNFOLDED)).toEqual({ text: '{ a = { b = { c = { 1, 2, 3 } } } }', isFolded: false });
  const long = Array.from({ length: 12 }, (_, at) => at);
  expect(view(long, FOLDED, 80)).toEqual({
    text: '{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …2 more }',
    isFolded: true,
  });
});

test('colours do not count as width', () => {
  const { text } = viewValue([1, 'a', true], FOLDED, 14, paletteOf(true));
  expect(text).toContain('\u001b[32m"a"');
  expect(withoutColours(text)).toBe('{ 1, "a", true }'.length > 14 ? '{\n  1,\n  "a",\n  true\n}' : '');
});
