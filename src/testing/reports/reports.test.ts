import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import { createManualClock } from '../../support/clock.js';
import { exitCodeOf } from '../results/exit-code.js';
import type { PackageReport, RunEvent, RunReport } from '../results/run-report.js';
import { githubReport as annotate } from './github.js';
import { groupedReport } from './grouped.js';
import { htmlReport } from './html.js';
import { JsonLines } from './json-lines.js';
import { junitReport } from './junit.js';
import { markdownReport } from './markdown.js';
import { ReportOutputs } from './report-outputs.js';
import { tapReport } from './tap.js';
import { summaryReport, textReport } from './text.js';

const shop: PackageReport = {
  name: 'shop',
  verdict: 'failed',
  tests: [
    { module: 'ReplicatedStorage.cart.spec', path: ['a cart', 'adds'], status: 'passed', durationMs: 12 },
    {
      module: 'ReplicatedStorage.cart.spec',
      path: ['a cart', 'pays # <now> | "all"'],
      status: 'failed',
      message: 'no money: 100%\n]]> `x` \u0007',
      trace: 'ReplicatedStorage.cart.spec:7',
    },
    { module: 'ReplicatedStorage.cart.spec', path: ['a cart', 'rests'], status: 'skipped' },
  ],
  problems: [{ module: 'ReplicatedStorage.broken.spec', message: 'does not compile' }],
  events: [{ seq: 1, time: 1_700_000_000_000, level: 'Print', text: 'hello <world>', package: 'shop' }],
  lostLines: 0,
  isLossExact: true,
  rung: 'live',
  durationMs: 1500,
};
const report: RunReport = { backend: 'emulator', packages: [shop], durationMs: 1600 };
const githubReport = (run: RunReport) => annotate(run, {}, '/shop');
const passed = (parts: Partial<PackageReport> = {}): RunReport => ({
  ...report,
  packages: [{ ...shop, verdict: 'passed', tests: shop.tests.slice(0, 1), problems: [], ...parts }],
});

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
