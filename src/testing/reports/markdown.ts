// The report as Markdown, for a job's summary or a comment: a table of packages, then what failed.
import {
  caveatsOf,
  flakyNote,
  type PackageReport,
  placeText,
  problemNotes,
  type ReportedProblem,
  type RunReport,
  tallyOf,
  titleOf,
  whereText,
} from '../results/run-report.js';
import { htmlInMarkdown, markdownText, printable } from './text-escape.js';

const WORDS: Readonly<Record<PackageReport['verdict'], string>> = {
  passed: '✅ passed',
  failed: '❌ failed',
  empty: '⚪ nothing ran',
  error: '⚠️ no verdict',
};

/** Of a job's summary at GitHub, which takes no more than 1 MiB of all that a step writes. */
export const SUMMARY_BYTES = 1_000_000;

/** @param limitBytes Failures that do not fit are counted. */
export function markdownReport(report: RunReport, limitBytes = Number.POSITIVE_INFINITY): string {
  const { tests } = tallyOf(report);
  const rows = report.packages.map((one) => {
    const passed = one.tests.filter(({ status }) => status === 'passed').length;
    const note = [
      ...(one.error === undefined ? [] : [one.error]),
      ...caveatsOf(one),
      ...problemNotes(one.problems),
    ].join(', ');
    return `| ${markdownText(one.name)} | ${WORDS[one.verdict]} | ${passed}/${one.tests.length} | ${markdownText(note)} |`;
  });
  const table = ['| Package | Verdict | Passed | |', '| --- | --- | --- | --- |', ...rows].join('\n');
  const counts = [
    `${tests.passed} passed`,
    `${tests.failed} failed`,
    `${tests.skipped} skipped`,
    ...problemNotes(report.packages.flatMap(({ problems }) => problems)),
  ];
  const how = report.incomplete === undefined ? '' : 'Incomplete: ';
  const head = `**${how}${counts.join(', ')}** (${whereText(report)})`;
  const start = [head, table].join('\n\n');
  const failures = fitting(report.packages.flatMap(failuresOf), limitBytes - Buffer.byteLength(start));
  return `${[start, ...(failures === '' ? [] : [failures])].join('\n\n')}\n`;
}

function fitting(sections: readonly string[], limitBytes: number): string {
  const shown: string[] = [];
  let left = limitBytes - 100;
  for (const section of sections) {
    left -= Buffer.byteLength(section) + 1;
    if (left < 0) break;
    shown.push(section);
  }
  const missing = sections.length - shown.length;
  if (missing > 0)
    shown.push(`\n${missing} more failures are left out here; other reports have all of them.`);
  return shown.join('\n');
}

function failuresOf({ name, tests, problems }: PackageReport): string[] {
  return [
    ...tests
      .filter(({ status }) => status === 'failed')
      .map((test) => {
        const note = flakyNote(test);
        return details(`${name} › ${titleOf(test)}${note === '' ? '' : ` (${note})`}`, {
          ...test,
          message: test.message ?? 'It failed.',
        });
      }),
    ...problems.map((problem) => details(`${name} › ${problem.module ?? 'the run'}`, problem)),
  ];
}

/** A fence that is longer than any in the text. */
function details(title: string, { message, trace, at, excerpt }: ReportedProblem): string {
  const text = [message, trace, placeText(at), excerpt]
    .filter((part) => part !== undefined && part !== '')
    .join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `<details><summary>${htmlInMarkdown(title)}</summary>\n\n${fence}\n${printable(text).trim()}\n${fence}\n\n</details>`;
}
