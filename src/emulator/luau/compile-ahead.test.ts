import { expect, test } from 'vitest';
import { compileAhead } from './compile-ahead.js';
import { luauModule } from './wasm-module.js';

test('the sample is Luau that compiles', () => {
  expect(compileAhead(luauModule('fast'))).toBe(true);
});
