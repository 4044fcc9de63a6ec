// Well-known libraries do in the emulated engine what they promise: each spec of ours is a test of its own.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runLibrarySpecsAsync } from './library-specs.js';

const root = join(import.meta.dirname, '../..');
const results = await runLibrarySpecsAsync(root, 'jest');

test.each(results.map((result) => [`${result.library}: ${result.name}`, result] as const))(
  '%s',
  (_name, { error }) => {
    expect(error).toBeUndefined();
  },
);

test('there are specs', () => {
  expect(results.length).toBeGreaterThan(1);
});
