import { expect, test } from 'vitest';
import { toldError } from './told-error.js';

test('a refusal stays one line, whatever is called in it; what a script raised keeps its lines', () => {
  const text = 'No instance found at path: game.two\nlines\u001b[31m';
  const read = (code: string) => toldError({ code, message: text }).message;
  expect(read('INSTANCE_NOT_FOUND')).toBe('No instance found at path: game.two\\nlines\\x1b[31m');
  expect(read('SCRIPT_RUNTIME_ERROR')).toBe(text);
  expect(read('FROM_A_LATER_BUILD')).toBe(text);
});
