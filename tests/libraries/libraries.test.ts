// Well-known libraries do in the emulated engine what they promise: each spec of ours is a test of its own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifies } from '../support/verifies.js';
import { runAllLibrarySpecsAsync } from './library-specs.js';

const root = join(import.meta.dirname, '../..');
const results = await runAllLibrarySpecsAsync(root);

test.each(results.map((result) => [`${result.library}: ${result.name}`, result] as const))(
  '%s',
  (_name, { error }) => {
    expect(error).toBeUndefined();
  },
);

verifies('engine.libraries', 'there are specs of all of them', () => {
  expect(new Set(results.map(({ library }) => library)).size).toBeGreaterThan(9);
  expect(results.length).toBeGreaterThan(60);
});

test('docs/emulator.md tells of these results: npm run gen', () => {
  const told = JSON.parse(readFileSync(join(import.meta.dirname, 'results.generated.json'), 'utf8'));
  expect(told).toEqual(results);
});
