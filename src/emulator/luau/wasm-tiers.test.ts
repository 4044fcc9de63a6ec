// A V8 setting that stayed would make V8 refuse all code that was compiled under the old one, and start-up slow.
import { cachedDataVersionTag } from 'node:v8';
import { expect, test } from 'vitest';
import { underTiers } from './wasm-tiers.js';

test.each(['fast', 'throughput'] as const)(
  'a module made for %s leaves the settings of V8 as they were',
  (startup) => {
    const before = cachedDataVersionTag();
    const during = underTiers(startup, () => cachedDataVersionTag());
    expect(cachedDataVersionTag()).toBe(before);
    expect(during === before).toBe(startup === 'throughput');
  },
);

test('settings are taken back after a failure too', () => {
  const before = cachedDataVersionTag();
  expect(() =>
    underTiers('fast', () => {
      throw new Error('broken wasm');
    }),
  ).toThrow('broken wasm');
  expect(cachedDataVersionTag()).toBe(before);
});
