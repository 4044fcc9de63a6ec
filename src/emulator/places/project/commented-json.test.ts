import { expect, test } from 'vitest';
import { parseCommentedJson } from './commented-json.js';

test.each([
  ['{"a": 1}', { a: 1 }],
  ['\ufeff{}', {}],
  ['// first\n{"a": 1, // last\n}', { a: 1 }],
  ['{"a": [1, 2, /* no more */], }', { a: [1, 2] }],
  ['{"a": "// no \\" comment, ]", "b": "/* nor this */"}', { a: '// no " comment, ]', b: '/* nor this */' }],
  ['[1, /* a\nb */ // c\n ]', [1]],
])('%j is read', (text, value) => {
  expect(parseCommentedJson(text)).toEqual(value);
});

test.each(['{', '{"a" 1}', '[,]', '[1,,2]', '/* open', ''])('%j is refused', (text) => {
  expect(() => parseCommentedJson(text)).toThrow(SyntaxError);
});
