import { expect, test } from 'vitest';
import { formatFailure } from './script-failure.js';

test('a runtime error is shown with its stack, innermost call first', () => {
  const text = formatFailure({
    kind: 'runtime',
    message: 'exec:1: boom',
    traceback: 'exec:1 function f\nexec:3\n',
  });
  expect(text).toBe(
    "exec:1: boom\nStack Begin\nScript 'exec', Line 1 - function f\nScript 'exec', Line 3\nStack End",
  );
});

test('a syntax error has no stack', () => {
  expect(formatFailure({ kind: 'syntax', message: 'exec:2: Expected identifier' })).toBe(
    'exec:2: Expected identifier',
  );
});

test('a line that is not a call is kept as it is', () => {
  const text = formatFailure({ kind: 'runtime', message: 'x', traceback: '[C] function error\nexec:1' });
  expect(text).toBe("x\nStack Begin\n[C] function error\nScript 'exec', Line 1\nStack End");
});
