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
} from '../run-report.js';
import { markdownCell } from './text-escape.js';

const WORDS: Readonly<Record<PackageReport['verdict'], string>> = {
  passed: '✅ passed',
  failed: '❌ failed',
  empty: '⚪ nothing ran',
  error: '⚠️ no verdict',
};

export function markdownReport(report: RunReport): string {
  const { tests } = tallyOf(report);
  const rows = report.packages.map((one) => {
    const passed = one.tests.filter(({ status }) => status === 'passed').length;
    const note = [
      ...(one.error === undefined ? [] : [one.error]),
      ...caveatsOf(one),
      ...problemNotes(one.problems),
    ].join(', ');
    return `| ${markdownCell(one.name)} | ${WORDS[one.verdict]} | ${passed}/${one.tests.length} | ${markdownCell(note)} |`;
  });
  const table = ['| Package | Verdict | Passed | |', '| --- | --- | --- | --- |', ...rows].join('\n');
  const failures = report.packages.flatMap(failuresOf).join('\n');
  const counts = [
    `${tests.passed} passed`,
    `${tests.failed} failed`,
    `${tests.skipped} skipped`,
    ...problemNotes(report.packages.flatMap(({ problems }) => problems)),
  ];
  const how = report.incomplete === undefined ? '' : 'Incomplete: ';
  const head = `**${how}${counts.join(', ')}** (${report.backend})`;
  return `${[head, table, ...(failures === '' ? [] : [failures])].join('\n\n')}\n`;
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
  return `<details><summary>${markdownCell(title)}</summary>\n\n${fence}\n${text.trim()}\n${fence}\n\n</details>`;
}
