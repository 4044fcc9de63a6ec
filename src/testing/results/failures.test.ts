// What is shown of a failure's stack.
import { expect, test } from 'vitest';
import { traceOf } from './failures.js';

test('of a stack without end the first calls are shown, and how many more there are', () => {
  const calls = (count: number) => Array.from({ length: count }, (_, nth) => `cart:${nth} function f`);
  const message = 'cart:0: stack overflow';
  expect(traceOf({ message, trace: calls(21).join('\n') })).toBe(calls(21).join('\n'));
  const trace = `${calls(800).join('\n')}\n`;
  expect(traceOf({ message, trace }).split('\n')).toEqual([...calls(20), '… and 780 more']);
});

test('a stack that the message tells already is left out', () => {
  expect(traceOf({ message: 'cart:1: no', trace: 'cart:1\n' })).toBe('');
});
