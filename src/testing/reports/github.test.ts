// What GitHub makes of reports: annotations, job summaries, and logs that take orders.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { passed, report, shop } from '../../../tests/support/shop-report.js';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { createManualClock } from '../../support/clock.js';
import type { RunEvent, RunReport } from '../results/run-report.js';
import { githubReport as annotate } from './github.js';
import { groupedReport } from './grouped.js';
import { markdownReport } from './markdown.js';
import { ReportOutputs } from './report-outputs.js';

const githubReport = (run: RunReport) => annotate(run, {}, '/shop');

test('a summary of a job fits into what GitHub takes, and calls nobody by name', () => {
  const [, failed] = shop.tests;
  if (!failed) throw new Error('There are three.');
  const tests = Array.from({ length: 300 }, (_, index) => ({
    ...failed,
    path: [`case ${index}`],
    message: 'é'.repeat(5_000),
  }));
  const many = { ...report, packages: [{ ...shop, name: '@quenty/*maid*', tests }] };
  const text = markdownReport(many, 1_000_000);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
  expect(text).toMatch(/\n\n20\d more failures are left out here; other reports have all of them\.\n$/);
  expect(text).toContain('| @<!-- -->quenty/\\*maid\\* |');
  expect(text).toContain('<summary>@<!-- -->quenty/*maid* › case 0</summary>');
  expect(markdownReport(many)).toContain('case 299');
});

test('GitHub gets an annotation for each failure, at its place where that is known', () => {
  const at = { file: 'src/a,b.luau', line: 7 };
  const located = { ...shop, tests: shop.tests.map((test) => ({ ...test, at })) };
  const lines = githubReport({ ...report, packages: [located] }).split('\n');
  expect(lines[0]).toBe(
    '::error file=src/a%2Cb.luau,line=7,title=shop › a cart › pays # <now> | "all"::no money: 100%25%0A]]> `x` \\x07',
  );
  expect(githubReport(report)).toContain(
    '::error title=shop › ReplicatedStorage.broken.spec::does not compile',
  );
});

test('GitHub shows ten annotations of a step: the last one tells of the others, which are in the log', () => {
  const [, failing] = shop.tests;
  const tests = Array.from({ length: 12 }, (_, nth) => ({
    ...shop.tests[0],
    ...failing,
    module: 'spec',
    status: 'failed' as const,
    path: [`case ${nth} ${'x'.repeat(300)}`],
    message: '::error::forged',
    at: { file: 'src/cart.spec.luau', line: nth },
  }));
  const many = { ...report, packages: [{ ...shop, tests, problems: [] }] };
  const lines = annotate(many, { GITHUB_WORKSPACE: '/repo' }, '/repo/packages/shop').split('\n');
  const annotations = lines.filter((line) => line.startsWith('::'));
  expect(annotations).toHaveLength(10);
  expect(annotations[0]).toMatch(
    /^::error file=packages\/shop\/src\/cart.spec.luau,line=0,title=shop › case 0 x{236}…::/,
  );
  expect(annotations[9]).toBe('::error title=3 more failures::The log of this step has them.');
  expect(lines.filter((line) => line.startsWith('✗ shop › case'))).toHaveLength(3);
  expect(lines).toContain('  : :error::forged');
});

test('what is printed in a log of GitHub gives no orders, and files have it as it is', () => {
  const folder = useTmp();
  const [, failing] = shop.tests;
  const tests = failing
    ? [{ ...failing, path: ['one\n::error::two'], message: 'x\n::error::forged\n##[error]old' }]
    : [];
  const run = passed({ verdict: 'failed', tests });
  const file = join(folder, 'report.txt');
  const outputs = new ReportOutputs(['text', 'tap', `text=${file}`], {
    env: { GITHUB_ACTIONS: 'true' },
    folder,
    clock: createManualClock(),
    print: () => {},
  });
  const { text } = outputs.end(run);
  expect(text).not.toMatch(/^\s*::|##\[/m);
  expect(text).toContain('✗ shop › one ::error::two\n  x\n  : :error::forged\n  # #[error]old');
  expect(readFileSync(file, 'utf8')).toContain('\n  ::error::forged\n  ##[error]old');
});

test('Markdown keeps its table and its fences', () => {
  const text = markdownReport(report);
  expect(text).toContain('**1 passed, 1 failed, 1 skipped, 1 spec could not be loaded** (emulator)');
  expect(text).toContain('| shop | ❌ failed | 1/3 | 1 skipped, 1 spec could not be loaded |');
  expect(text).toContain('<summary>shop › a cart › pays # &lt;now&gt; | &quot;all&quot;</summary>');
});

test('the log of continuous integration gets groups, and no orders from what tests print', () => {
  const sly = { ...shop, events: [{ ...shop.events[0], text: '::stop-commands::x' } as RunEvent] };
  const text = groupedReport({ ...report, packages: [sly] }, { GITHUB_ACTIONS: 'true' });
  expect(text).toMatch(
    /^::group::✗ shop {2}1\/3 · 1 skipped, 1 spec could not be loaded {2}\(1\.5 s\)\n {2}: :stop-commands::x\n/,
  );
  expect(text).toContain('\n::endgroup::\n');
  expect(text).toMatch(/1 passed, 1 failed, 1 skipped, 1 spec could not be loaded in 1\.6 s \(emulator\)$/);
  expect(groupedReport(report, {})).toMatch(/^── ✗ shop/);
});
