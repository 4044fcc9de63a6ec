// What is said of a choice that leaves nothing, and which tests it left out.
import { expect, test } from 'vitest';
import { isChosen, whyNone } from './chosen-tests.js';

test('a test that is skipped because others were meant is left out, one that is skipped by itself is not', () => {
  const path = ['a Cart', 'adds'];
  expect(isChosen({ status: 'skipped', path }, { name: 'pays' })).toBe(false);
  expect(isChosen({ status: 'skipped', path }, { name: 'cart adds' })).toBe(true);
  expect(isChosen({ status: 'skipped', path }, {})).toBe(true);
  expect(isChosen({ status: 'passed', path }, { name: '^a .* adds$' })).toBe(true);
});

test('where no test runs it is said what was looked for', () => {
  const none = { specs: 0, tests: [] };
  expect(whyNone(none, { paths: ['shop', 'cart'] })).toBe(
    'no spec of the place has "shop" or "cart" in its full name',
  );
  expect(whyNone(none, {})).toContain('a ModuleScript whose name ends in .spec or .test');
  expect(whyNone({ specs: 2, tests: [] }, { name: 'pays' })).toBe('no test has "pays" in its name');
  expect(whyNone({ specs: 2, tests: [] }, {})).toBe('its specs have no tests');
  const skipped = { module: 'cart.spec', path: ['adds'], status: 'skipped' as const };
  expect(whyNone({ specs: 1, tests: [skipped] }, {})).toBeUndefined();
});
