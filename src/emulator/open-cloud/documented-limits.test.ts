// The guide says what the emulated Open Cloud has: its table is held to what is served and counted.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DOCUMENTED_LIMITS } from './cloud-limits.js';
import { ENDPOINTS } from './cloud-routes.js';

const GUIDE = readFileSync('docs/open-cloud.md', 'utf8');
const ROWS = GUIDE.split('\n').filter((line) => /^\| .*\| \d+ \|$/.test(line));

test('each endpoint of the guide is served, and none is left out', () => {
  const counted = new Set(ENDPOINTS.flatMap(({ route }) => route ?? []));
  const rates = ROWS.map((row) => Number(/(\d+) \|$/.exec(row)?.[1])).sort((a, b) => a - b);
  const perMinute = [...counted].map((route) => DOCUMENTED_LIMITS.perMinute[route]);
  // Sorted maps and queues are counted as one.
  expect(rates).toEqual([...perMinute, DOCUMENTED_LIMITS.perMinute.memoryStore].sort((a, b) => a - b));
});

test('the guide names the scopes and the rate of each endpoint', () => {
  for (const { route, scopes } of ENDPOINTS) {
    if (!route) continue;
    const rate = DOCUMENTED_LIMITS.perMinute[route];
    const names = scopes.flatMap((scope) => [scope, scope.slice(scope.lastIndexOf(':'))]);
    const fits = ROWS.some(
      (row) =>
        row.endsWith(`| ${rate} |`) && (names.length === 0 || names.some((name) => row.includes(name))),
    );
    expect(fits, `${route} ${scopes.join()}`).toBe(true);
  }
});
