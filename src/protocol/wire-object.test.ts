import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { problemOf } from './schema-demand.js';
import { wireRecord } from './wire-object.js';

const numbers = wireRecord(z.number());

test('every name is kept, also those that every object answers to', () => {
  const text = '{"__proto__":1,"constructor":2,"toString":3,"":4}';
  const read = numbers.parse(JSON.parse(text));
  expect(JSON.stringify(read)).toBe(text);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});

test('what Luau writes for an empty table is empty, and other lists and texts are refused', () => {
  expect(numbers.parse([])).toEqual({});
  const problem = (value: unknown) => problemOf(numbers.safeParse(value).error?.issues[0], 'payload');
  expect(problem([1])).toBe('payload has to be an object');
  expect(problem('x')).toBe('payload has to be an object');
  expect(problem(JSON.parse('{"__proto__":"x"}'))).toBe('payload.__proto__ has to be a number');
});
