// What is expected of packages that were never measured, from those that were and from how much there is in their specs.
import { expect, test } from 'vitest';
import { estimate } from './estimates.js';

const part = (source: string) => ({
  modules: [
    { name: 'lib.spec', readSource: () => source },
    { name: 'lib', readSource: () => 'task.wait(9)' },
  ],
});
const parts = new Map([
  ['short', part('-'.repeat(500))],
  ['long', part('-'.repeat(2_500))],
  ['waits', part(`task.wait(3)${'-'.repeat(488)}`)],
]);

test('what was measured counts, and gives the pace for the others', () => {
  const { of, areGuesses } = estimate(parts, { short: 100 });
  expect(of('short')).toBe(100);
  expect(of('long')).toBeCloseTo(300);
  expect(of('waits')).toBeCloseTo(3_100);
  expect(areGuesses).toBe(true);
  expect(estimate(parts, { short: 100, long: 900 }).areGuesses).toBe(false);
});

test('where nothing was measured, packages take a second on the average, the longer ones longer', () => {
  const { of } = estimate(parts, {});
  expect(of('long') / of('short')).toBeCloseTo(3);
  expect(of('waits') - of('short')).toBeCloseTo(3_000);
  expect(of('unknown')).toBe(1_000);
});
