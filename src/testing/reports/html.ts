// The report as one HTML file that needs nothing else: what failed stands open, everything can be searched, and it can
// be read without scripts too.
import { type Failure, failureOf, faultsOf, traceOf } from '../results/failures.js';
import {
  MARKS,
  notesOf,
  type PackageReport,
  placeText,
  type ReportedProblem,
  type ReportedTest,
  type RunReport,
  tallyOf,
  tallyWords,
  titleOf,
  whereText,
} from '../results/run-report.js';
import { countTests, type TestCase } from '../results/test-results.js';
import { durationText } from './duration-text.js';
import { htmlBar, htmlPage } from './html-page.js';
import { xmlText as escaped, shortLine } from './text-escape.js';

/** So many packages stand open although they have passed. */
const OPEN_PACKAGES = 3;

export function htmlReport(report: RunReport): string {
  const { packages, incomplete, durationMs } = report;
  const words = [...(incomplete === undefined ? [] : ['incomplete']), ...tallyWords(report)];
  const isOpen = packages.length <= OPEN_PACKAGES;
  const body = [
    '<header><h1>Test report</h1>',
    `<div class="where">${escaped(whereText(report))} · ${durationText(durationMs)}</div>`,
    `<div class="tally">${words.map((text) => `<span>${text}</span>`).join('')}</div>`,
    incomplete === undefined ? '' : `<p class="note">${escaped(incomplete)}</p>`,
    htmlBar(tallyOf(report).tests, 'Share of tests that passed'),
    '</header><main>',
    filter(),
    ...worstFirst(packages, ({ verdict }) => verdict === 'failed' || verdict === 'error').map((one) =>
      packageSection(one, isOpen),
    ),
    '</main><footer>Written by studio-bridge.</footer>',
  ];
  return htmlPage(escaped(`${words.join(', ')} · studio-bridge`), body.join('\n'));
}

/** Otherwise in their order. */
function worstFirst<Item>(items: readonly Item[], isBad: (item: Item) => boolean): Item[] {
  return [...items.filter(isBad), ...items.filter((item) => !isBad(item))];
}

function filter(): string {
  const boxes = (['failed', 'passed', 'skipped'] as const).map(
    (status) => `<label><input type="checkbox" value="${status}" checked> ${status}</label>`,
  );
  return (
    '<div class="filter" hidden role="search"><input id="wanted" type="search" placeholder="Find a test or a package" ' +
    `aria-label="Find a test or a package">${boxes.join('')}<output id="found" class="where"></output></div>`
  );
}

function packageSection(report: PackageReport, isOpen: boolean): string {
  const { name, verdict, tests, error, durationMs } = report;
  const counts = `${countTests(tests).passed}/${tests.length} · ${durationText(durationMs)}`;
  // Why there is no verdict stands below.
  const notes = notesOf({ ...report, error: undefined }).map(
    (note) => `<span class="note">${escaped(note)}</span>`,
  );
  const isBad = verdict === 'failed' || verdict === 'error';
  return [
    `<details class="package" data-title="${escaped(name.toLowerCase())}"${isBad || isOpen ? ' open' : ''}>`,
    `<summary class="${verdict}">${mark(verdict)}<span class="what"><h2>${shown(name)}</h2> ${notes.join(' ')}</span><span class="right">${counts}</span></summary>`,
    ...faultsOf(report).map((fault) => faultRow(fault, fault.message === error)),
    ...worstFirst(tests, ({ status }) => status === 'failed').map((test) => testRow(name, test)),
    output(report),
    '</details>',
  ].join('');
}

const faultRow = (fault: Failure, isWhole: boolean) =>
  row('failed', isWhole ? 'There is no verdict' : (fault.module ?? 'the run'), '', explained(fault));

function testRow(packageName: string, test: ReportedTest): string {
  const { status, durationMs } = test;
  const failure = status === 'failed' ? failureOf(packageName, test) : undefined;
  const time = durationMs === undefined ? '' : durationText(durationMs);
  const aside = [failure?.note ?? '', time].filter((part) => part !== '').join(' · ');
  return row(status, titleOf(test), aside, failure ? explained(failure) : '');
}

function row(status: TestCase['status'], title: string, aside: string, body: string): string {
  const head = `${mark(status)}<span class="what">${shown(title)}</span><span class="right">${aside}</span>`;
  const data = `class="test" data-status="${status}" data-title="${escaped(title.toLowerCase())}"`;
  return body === ''
    ? `<div ${data}><div class="${status}">${head}</div></div>`
    : `<details ${data} open><summary class="${status}">${head}</summary>${body}</details>`;
}

/** A sign that is read out in words. */
const mark = (verdict: keyof typeof MARKS) =>
  `<span class="mark" role="img" aria-label="${verdict === 'error' ? 'no verdict' : verdict}">${MARKS[verdict]}</span>`;

/** Its direction does not reach what stands beside it. */
const shown = (name: string) => `<bdi>${escaped(shortLine(name))}</bdi>`;

function explained(problem: ReportedProblem): string {
  const { message, at, excerpt } = problem;
  const trace = traceOf(problem);
  const where = placeText(at);
  return [
    `<pre>${escaped(message)}</pre>`,
    where === '' ? '' : `<div class="where">${escaped(where)}</div>`,
    excerpt === undefined ? '' : `<pre class="source">${excerpt.split('\n').map(excerptLine).join('')}</pre>`,
    trace === '' ? '' : `<pre>${escaped(trace)}</pre>`,
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
  return `<details class="output"><summary>Output: ${events.length === 1 ? '1 line' : `${events.length} lines`}${lost}</summary><pre tabindex="0">${lines.join('\n')}</pre></details>`;
}
