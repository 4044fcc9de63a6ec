// The report that people read in a shell: what failed and why, then the tally.
import type { PackageReport, ReportedProblem, RunReport } from '../results/run-report.js';
import {
  caveatsOf,
  flakyNote,
  placeText,
  problemNotes,
  tallyOf,
  titleOf,
  whereText,
} from '../results/run-report.js';
import { durationText } from './duration-text.js';
import { printable } from './text-escape.js';

const MARKS: Readonly<Record<PackageReport['verdict'], string>> = {
  passed: '✓',
  failed: '✗',
  empty: '○',
  error: '!',
};

export function textReport(report: RunReport): string {
  const failures = report.packages.flatMap(failuresOf);
  return printable([...failures, summaryReport(report)].join('\n'));
}

/** A line for each package, and the tally. */
export function summaryReport(report: RunReport): string {
  return printable([...report.packages.map(packageLine), tallyLine(report)].join('\n'));
}

export function failuresOf({ name, tests, problems, error }: PackageReport): string[] {
  const sections = [
    ...tests
      .filter(({ status }) => status === 'failed')
      .map((test) => {
        const note = flakyNote(test);
        return section(`${name} › ${titleOf(test)}${note === '' ? '' : `  (${note})`}`, {
          ...test,
          message: test.message ?? 'It failed.',
        });
      }),
    ...problems.map((problem) => section(`${name} › ${problem.module ?? 'the run'}`, problem)),
    ...(error === undefined ? [] : [section(name, { message: error })]),
  ];
  return sections.map((text) => `${text}\n`);
}

function section(title: string, { message, trace, at, excerpt }: ReportedProblem): string {
  const parts = [message, trace, placeText(at), excerpt].filter((part) => part !== undefined && part !== '');
  return `✗ ${title}\n${parts.join('\n').trimEnd().replaceAll(/^/gm, '  ')}`;
}

export function packageLine(report: PackageReport): string {
  const { name, verdict, tests, durationMs } = report;
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const caveats = [...caveatsOf(report), ...problemNotes(report.problems)];
  const note = caveats.length > 0 ? ` · ${caveats.join(', ')}` : '';
  return `${MARKS[verdict]} ${name}  ${passed}/${tests.length}${note}  (${durationText(durationMs)})`;
}

/** As other test runners close, so that tools can read it. */
function tallyLine(report: RunReport): string {
  const { tests, packages } = tallyOf(report);
  const parts = [`${tests.passed} passed`, `${tests.failed} failed`];
  if (tests.skipped > 0) parts.push(`${tests.skipped} skipped`);
  parts.push(...problemNotes(report.packages.flatMap(({ problems }) => problems)));
  if (packages.error > 0) parts.push(`${packages.error} without a verdict`);
  const head = report.incomplete === undefined ? '' : 'Incomplete: ';
  return `${head}${parts.join(', ')} in ${durationText(report.durationMs)} (${whereText(report)})`;
}
