// Reports for programs: each thing once, in order, and as it is described.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { report, shop } from '../../../tests/support/shop-report.js';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { createManualClock } from '../../support/clock.js';
import type { RunEvent } from '../results/run-report.js';
import { JsonLines } from './json-lines.js';
import { ReportOutputs } from './report-outputs.js';

test('JSON lines tell everything once, in the order in which it became known', () => {
  const lines: { event: string; seq?: number }[] = [];
  const stream = new JsonLines((line) => lines.push(JSON.parse(line)));
  stream.begin({ packages: 1 });
  const [first, second, third] = shop.tests;
  if (!first || !second || !third) throw new Error('There are three.');
  stream.test('shop', first);
  for (const event of shop.events) stream.output(event);
  expect(lines.map(({ event }) => event)).toEqual(['run', 'test', 'output']);
  stream.package({ ...shop, events: [...shop.events, { ...shop.events[0], seq: 2 } as RunEvent] });
  stream.end(report);
  expect(lines.slice(3).map(({ event }) => event)).toEqual([
    'output',
    'test',
    'test',
    'problem',
    'package',
    'end',
  ]);
  expect(lines[3]).toMatchObject({ seq: 2 });
  expect(lines.at(-1)).toMatchObject({
    packages: { failed: 1 },
    tests: { passed: 1, failed: 1, skipped: 1 },
    problems: 1,
  });
});

test('JSON lines tell a failure at once, and once more where its place is found at the end', () => {
  const lines: { event: string; again?: boolean; at?: object }[] = [];
  const stream = new JsonLines((line) => lines.push(JSON.parse(line)));
  const at = { file: 'src/cart.spec.luau', line: 7 };
  const tests = shop.tests.map((one) => (one.status === 'failed' ? { ...one, at } : one));
  for (const one of shop.tests) stream.test('shop', one);
  stream.package({ ...shop, tests, problems: [], events: [] });
  const told = lines.filter(({ event }) => event === 'test');
  expect(told.map(({ again }) => again)).toEqual([undefined, undefined, undefined, true]);
  expect(told.at(-1)).toMatchObject({ status: 'failed', at });
  lines.length = 0;
  for (const one of tests) stream.test('shop', one);
  stream.package({ ...shop, tests, problems: [], events: [] });
  expect(lines.filter(({ event }) => event === 'test')).toHaveLength(3);
});

test('what programs read is described', () => {
  const lines: string[] = [];
  const outputs = new ReportOutputs(['json', `jsonl=${join(useTmp(), 'run.jsonl')}`], {
    env: {},
    folder: '/',
    clock: createManualClock(),
    print: () => {},
  });
  const stream = new JsonLines((line) => lines.push(line));
  const at = { file: 'src/cart.spec.luau', line: 7 };
  const tests = shop.tests.map((one) => ({ ...one, at, excerpt: '> 7', flaky: { passed: 1, runs: 2 } }));
  const one = { ...shop, tests, error: 'x', isRetryable: true, note: 'y', framework: 'plain' };
  const whole = { ...report, packages: [one], incomplete: 'z' };
  stream.begin({ packages: 1, run: 1, changed: ['a'] });
  stream.package(one);
  stream.again('shop', 'w');
  stream.package(one);
  stream.end(whole);
  const documented = readFileSync(join(import.meta.dirname, '../../../docs/testing.md'), 'utf8');
  const names = [outputs.end(whole).text, ...lines].flatMap((text) => namesIn(JSON.parse(text)));
  expect([...new Set(names)].filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
});

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}
