// Reports for people and for continuous integration, and where they are written.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { passed, report, shop } from '../../../tests/support/shop-report.js';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import { createManualClock } from '../../support/clock.js';
import { exitCodeOf } from '../results/exit-code.js';
import type { PackageReport, RunReport } from '../results/run-report.js';
import { githubReport as annotate } from './github.js';
import { htmlReport } from './html.js';
import { junitReport } from './junit.js';
import { markdownReport } from './markdown.js';
import { ReportOutputs } from './report-outputs.js';
import { tapReport } from './tap.js';
import { summaryReport, textReport } from './text.js';

const githubReport = (run: RunReport) => annotate(run, {}, '/shop');

test('people read what failed first, and the tally last', () => {
  expect(textReport(report)).toBe(
    [
      '✗ shop › a cart › pays # <now> | "all"',
      '  no money: 100%',
      '  ]]> `x` \\x07',
      '  ReplicatedStorage.cart.spec:7',
      '',
      '✗ shop › ReplicatedStorage.broken.spec',
      '  does not compile',
      '',
      '✗ shop  1/3 · 1 skipped, 1 spec could not be loaded  (1.5 s)',
      '1 passed, 1 failed, 1 skipped, 1 spec could not be loaded in 1.6 s (emulator)',
    ].join('\n'),
  );
});

test('every report says of a pass that it has a reservation, and of a failure that it is one by chance', () => {
  const noted = passed({ note: 'spoilt by others' });
  for (const text of [textReport, markdownReport, htmlReport, githubReport])
    expect(text(noted)).toContain('spoilt by others');
  expect(junitReport(noted)).toContain('<property name="note" value="spoilt by others"/>');
  expect(tapReport(noted)).toContain('\n# shop: spoilt by others\n');
  const [, failing] = shop.tests;
  const flaky = passed({
    verdict: 'failed',
    tests: failing ? [{ ...failing, flaky: { passed: 2, runs: 3 } }] : [],
  });
  for (const text of [textReport, markdownReport, htmlReport, githubReport, junitReport, tapReport])
    expect(text(flaky)).toContain('flaky: passed 2 of 3 times');
});

verifies('cloud.streaming', 'every report says how output came, where that was not line by line', () => {
  const cloud: RunReport = { ...passed({ rung: 'memory-store' }), backend: 'cloud' };
  expect(textReport(cloud)).toContain('in 1.6 s (cloud, output: memory-store)');
  expect(tapReport(cloud)).toContain('\n# cloud, output: memory-store\n');
  expect(markdownReport(cloud)).toContain('(cloud, output: memory-store)');
  expect(htmlReport(cloud)).toContain('cloud, output: memory-store · 1.6 s');
  expect(junitReport(cloud)).toContain(
    '<property name="backend" value="cloud"/><property name="output" value="memory-store"/>',
  );
});

test('reports that cannot be written are known before anything runs', () => {
  const folder = useTmp();
  const open = (...wanted: string[]) =>
    new ReportOutputs(wanted, { env: {}, folder, clock: createManualClock(), print: () => {} });
  expect(() => open(`junit=${folder}`)).toThrow(`The report ${folder} could not be written: it is a folder.`);
  writeFileSync(join(folder, 'file'), '');
  expect(() => open(`html=${join(folder, 'file', 'report.html')}`)).toThrow('could not be written: ');
  const both = join(folder, 'report.txt');
  expect(() => open('tap=/proc/report.tap')).toThrow(expect.objectContaining({ exitCode: 2 }));
  expect(() => open(`text=${both}`, `json=${both}`)).toThrow(
    `Two reports cannot be written to one file: ${both}.`,
  );
});

test('a report of an earlier run stays until there is something to write', () => {
  const folder = useTmp();
  const [lines, page] = [join(folder, 'run.jsonl'), join(folder, 'page.html')];
  for (const file of [lines, page]) writeFileSync(file, 'old');
  const wanted = [`jsonl=${lines}`, `html=${page}`];
  const outputs = new ReportOutputs(wanted, { env: {}, folder, clock: createManualClock(), print: () => {} });
  expect(outputs.close()).toEqual({ files: [lines], faults: [] });
  expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['old', 'old']);
});

test('a disk that is full while the tests run loses a report, and nothing else', () => {
  const clock = createManualClock();
  const file = join(useTmp(), 'out.json');
  const wanted = ['jsonl=/dev/full', 'junit=/dev/full', `json=${file}`, 'summary'];
  const outputs = new ReportOutputs(wanted, { env: {}, folder: '/', clock, print: () => {} });
  outputs.begin({ packages: 1 });
  clock.advance(1000);
  const fault = 'The report /dev/full could not be written: the disk is full.';
  expect(outputs.end(report)).toEqual({ text: summaryReport(report), files: [file], faults: [fault, fault] });
});

test('JUnit gets well-formed XML, whatever the tests print', () => {
  const xml = junitReport(report);
  expect(xml).toContain('<testsuite name="shop" tests="4" failures="1" errors="1" skipped="1" time="1.500">');
  expect(xml).toContain('name="a cart › pays # &lt;now&gt; | &quot;all&quot;"');
  expect(xml).toContain('<failure message="no money: 100%">no money: 100%\n]]&gt; `x` \\x07');
  expect(xml).toContain('<system-out>hello &lt;world&gt;</system-out>');
  expect(xml).not.toContain('\u0007');
});

/** Of Jenkins' junit-10.xsd, which its xUnit plugin checks. */
const JUNIT: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['name', 'tests', 'failures', 'errors', 'time'],
  testsuite: ['name', 'tests', 'failures', 'errors', 'skipped', 'time'],
  properties: [],
  property: ['name', 'value'],
  testcase: ['name', 'classname', 'time'],
  failure: ['message'],
  error: ['message'],
  skipped: [],
  'system-out': [],
};

test('JUnit has only the elements and attributes of the schema that Jenkins checks', () => {
  const at = { file: 'src/cart.spec.luau', line: 7 };
  const located = { ...shop, error: 'no verdict', tests: shop.tests.map((one) => ({ ...one, at })) };
  const xml = junitReport({ ...report, packages: [located] });
  for (const [, element = '', attributes = ''] of xml.matchAll(/<([a-z-]+)((?: [a-z]+="[^"]*")*)/g)) {
    const names = [...attributes.matchAll(/ ([a-z]+)=/g)].map(([, name]) => name);
    expect(JUNIT[element], element).toEqual(expect.arrayContaining(names));
  }
  expect(xml).toContain('<testsuites name="studio-bridge" tests="5" failures="1" errors="2" time="1.600">');
});

test('TAP has a line for each test, with its signs escaped', () => {
  expect(tapReport(report)).toBe(
    [
      'TAP version 14',
      '# emulator',
      '1..4',
      'ok 1 - shop › a cart › adds',
      'not ok 2 - shop › a cart › pays \\# <now> | "all"',
      '  ---',
      '  message: |',
      '    no money: 100%',
      '    ]]> `x` \\x07',
      '  trace: |',
      '    ReplicatedStorage.cart.spec:7',
      '  ...',
      'ok 3 - shop › a cart › rests # SKIP',
      'not ok 4 - shop › ReplicatedStorage.broken.spec',
      '  ---',
      '  message: |',
      '    does not compile',
      '  ...',
      '',
    ].join('\n'),
  );
});

test('a run that was given up is told of where nothing of its packages says so', () => {
  const cut = { ...passed(), incomplete: 'The run was interrupted.' };
  expect(githubReport(cut)).toBe('::error title=The run is incomplete::The run was interrupted.');
  expect(junitReport(cut)).toContain(
    '<testsuites name="studio-bridge" tests="2" failures="0" errors="1" time="1.600">',
  );
  expect(junitReport(cut)).toContain('<error message="The run was interrupted.">');
  expect(tapReport(cut)).toBe(
    'TAP version 14\n# emulator\nok 1 - shop › a cart › adds\nBail out! The run was interrupted.\n',
  );
  expect(htmlReport(cut)).toContain('<p class="note">The run was interrupted.</p>');
  const told = { ...passed({ verdict: 'error', error: cut.incomplete }), incomplete: cut.incomplete };
  expect(junitReport(told).match(/<error /g)).toHaveLength(1);
});

test('output that was lost is told of a failure as well', () => {
  const lossy = { ...report, packages: [{ ...shop, lostLines: 3 }] };
  for (const text of [textReport, markdownReport, htmlReport])
    expect(text(lossy)).toContain('3 lines of output were lost');
});

test('TAP says how text is indented where its first lines hide that', () => {
  const [, failing] = shop.tests;
  const tests = failing ? [{ ...failing, message: '\n   deep\nless' }] : [];
  expect(tapReport(passed({ tests }))).toContain('  message: |2\n    \n       deep\n    less\n');
});

verifies('testing.reports', 'the HTML report lets nothing of the tests become part of the page', () => {
  const name = '</title><script>alert(1)</script><img src=x onerror="alert(2)">';
  const evil: PackageReport = {
    ...shop,
    name,
    tests: [{ module: name, path: [name], status: 'failed', message: name }],
  };
  const html = htmlReport({ ...report, packages: [evil] });
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toContain('<img');
  expect(html).toContain("default-src 'none'; style-src 'sha256-");
});

test('where it failed is said in every report that has room for it', () => {
  const at = { file: 'src/cart.spec.luau', line: 7 };
  const excerpt = '> 7 | pay()';
  const located = { ...shop, tests: shop.tests.map((one) => ({ ...one, at, excerpt })) };
  const all: RunReport = { ...report, packages: [located] };
  const xml = [htmlReport(all), junitReport(all)].map((text) => text.replaceAll('&gt;', '>'));
  for (const text of [textReport(all), markdownReport(all), tapReport(all), ...xml]) {
    expect(text).toContain('src/cart.spec.luau:7');
    expect(text).toContain('> 7 | pay()');
  }
  expect(tapReport(all)).toContain(
    '  at: |\n    src/cart.spec.luau:7\n  excerpt: |\n    > 7 | pay()\n  ...\n',
  );
});

test.each<[string, RunReport, { strict?: boolean; passWithNoTests?: boolean }, number]>([
  ['a pass', passed(), {}, 0],
  ['a failure', report, {}, 1],
  ['a package without a verdict', passed({ verdict: 'error' }), {}, 3],
  ['nothing', passed({ verdict: 'empty', tests: [] }), {}, 5],
  ['nothing, where that is allowed', passed({ verdict: 'empty', tests: [] }), { passWithNoTests: true }, 0],
  ['a pass with lost lines', passed({ lostLines: 3 }), {}, 0],
  ['a pass with lost lines, strictly', passed({ lostLines: 3 }), { strict: true }, 1],
])('%s ends with its exit code', (_what, run, rules, code) => {
  expect(exitCodeOf(run, { strict: false, passWithNoTests: false, ...rules })).toBe(code);
});
