// The report as one HTML file that needs nothing else: what failed stands open, everything can be searched, and it can
// be read without scripts too.
import {
  caveatsOf,
  flakyNote,
  type PackageReport,
  placeText,
  problemNotes,
  type ReportedProblem,
  type ReportedTest,
  type RunReport,
  tallyOf,
  titleOf,
  whereText,
} from '../results/run-report.js';
import type { TestCase } from '../results/test-results.js';
import { durationText } from './duration-text.js';
import { htmlPage } from './html-page.js';
import { xmlText as escaped } from './text-escape.js';

const MARKS: Readonly<Record<TestCase['status'] | PackageReport['verdict'], string>> = {
  passed: '✓',
  failed: '✗',
  skipped: '○',
  empty: '○',
  error: '!',
};

export function htmlReport(report: RunReport): string {
  const { tests } = tallyOf(report);
  const words = [
    ...(report.incomplete === undefined ? [] : ['incomplete']),
    `${tests.passed} passed`,
    `${tests.failed} failed`,
    `${tests.skipped} skipped`,
    ...problemNotes(report.packages.flatMap(({ problems }) => problems)),
  ];
  const title = `${words.join(', ')} · studio-bridge`;
  const body = [
    '<h1>Test report</h1>',
    `<div class="where">${escaped(whereText(report))} · ${durationText(report.durationMs)}</div>`,
    `<div class="tally">${words.map((text) => `<span>${text}</span>`).join('')}</div>`,
    bar(tests),
    filter(),
    ...report.packages.map(packageSection),
    '<footer>Written by studio-bridge.</footer>',
  ];
  return htmlPage(escaped(title), body.join('\n'));
}

function bar(tests: Readonly<Record<TestCase['status'], number>>): string {
  const all = Math.max(1, tests.passed + tests.failed + tests.skipped);
  const parts = (['failed', 'passed', 'skipped'] as const).map(
    (status) =>
      `<rect class="${status}" width="${((tests[status] / all) * 100).toFixed(2)}%" height="8" x="${((offset(tests, status) / all) * 100).toFixed(2)}%"/>`,
  );
  return `<svg class="bar" width="100%" height="8" role="img" aria-label="Share of tests that passed">${parts.join('')}</svg>`;
}

/** Failed ones come first, then what passed. */
function offset(tests: Readonly<Record<TestCase['status'], number>>, status: TestCase['status']): number {
  if (status === 'failed') return 0;
  return status === 'passed' ? tests.failed : tests.failed + tests.passed;
}

function filter(): string {
  const boxes = (['failed', 'passed', 'skipped'] as const).map(
    (status) => `<label><input type="checkbox" value="${status}" checked> ${status}</label>`,
  );
  return `<div class="filter" hidden><input id="wanted" type="search" placeholder="Find a test" aria-label="Find a test">${boxes.join('')}</div>`;
}

function packageSection(report: PackageReport): string {
  const { name, verdict, tests, problems, error, durationMs } = report;
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const notes = [...(error === undefined ? [] : [error]), ...caveatsOf(report)];
  const failedFirst = [...tests].sort((a, b) => rank(a) - rank(b));
  return [
    `<details class="package" open><summary class="${verdict}"><span class="mark">${MARKS[verdict]}</span> `,
    `<h2>${escaped(name)}</h2> <span class="right">${passed}/${tests.length} · ${durationText(durationMs)}</span>`,
    notes.map((note) => ` <span class="note">${escaped(note)}</span>`).join(''),
    '</summary>',
    ...problems.map(problemRow),
    ...failedFirst.map(testRow),
    output(report),
    '</details>',
  ].join('');
}

const rank = ({ status }: TestCase) => (status === 'failed' ? 0 : 1);

function problemRow(problem: ReportedProblem): string {
  const title = problem.module ?? 'the run';
  return row('failed', title, '', explained(problem));
}

function testRow(test: ReportedTest): string {
  const time = test.durationMs === undefined ? '' : durationText(test.durationMs);
  const aside = [flakyNote(test), time].filter((part) => part !== '').join(' · ');
  return row(test.status, titleOf(test), aside, explained(test));
}

function row(status: TestCase['status'], title: string, aside: string, body: string): string {
  const head = `<span class="mark">${MARKS[status]}</span> ${escaped(title)} <span class="right">${escaped(aside)}</span>`;
  const data = `data-status="${status}" data-title="${escaped(title.toLowerCase())}"`;
  return body === ''
    ? `<div class="test ${status}" ${data}>${head}</div>`
    : `<details class="test" ${data} open><summary class="${status}">${head}</summary>${body}</details>`;
}

function explained({ message, trace, at, excerpt }: Partial<ReportedProblem>): string {
  const where = placeText(at);
  return [
    message === undefined ? '' : `<pre>${escaped(message)}</pre>`,
    where === '' ? '' : `<div class="where">${escaped(where)}</div>`,
    excerpt === undefined ? '' : `<pre>${excerpt.split('\n').map(excerptLine).join('')}</pre>`,
    trace === undefined || trace === '' ? '' : `<pre>${escaped(trace)}</pre>`,
  ].join('');
}

const excerptLine = (line: string) =>
  line.startsWith('>') ? `<b>${escaped(line)}</b>` : `<i>${escaped(line)}</i>`;

function output({ events, lostLines }: PackageReport): string {
  if (events.length === 0 && lostLines === 0) return '';
  const lines = events.map(({ level, text }) =>
    level === 'Print' ? escaped(text) : `<span class="${level}">${escaped(text)}</span>`,
  );
  const lost = lostLines > 0 ? `, ${lostLines} lost` : '';
  return `<details class="output"><summary>Output: ${events.length === 1 ? '1 line' : `${events.length} lines`}${lost}</summary><pre>${lines.join('\n')}</pre></details>`;
}
