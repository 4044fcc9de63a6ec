// The report for the log of continuous integration: everything of a package in one group that can be folded, then what
// failed and the tally, which stay open.
import { failuresOf } from '../results/failures.js';
import { MARKS, type PackageReport, type RunReport, titleOf } from '../results/run-report.js';
import { failureText, packageLine, summaryReport } from './text.js';
import {
  type Environment,
  isGithub,
  printable,
  shortLine,
  withoutOrders,
  workflowValue,
} from './text-escape.js';

/** How a log marks what can be folded. */
interface Folds {
  begin(title: string): string;
  readonly end: readonly string[];
  /** Of what is in the log besides. */
  readonly line: (text: string) => string;
}

const GITHUB: Folds = {
  begin: (title) => `::group::${workflowValue(title)}`,
  end: ['::endgroup::'],
  line: withoutOrders,
};
const PLAIN: Folds = { begin: (title) => `── ${title} ──`, end: [], line: (text) => text };

export function groupedReport(report: RunReport, env: Environment): string {
  const { begin, end, line } = isGithub(env) ? GITHUB : PLAIN;
  return [
    ...report.packages.flatMap((one) => [begin(packageLine(one)), ...linesOf(one).map(line), ...end]),
    '',
    ...report.packages.flatMap(failuresOf).map((failure) => line(`${failureText(failure)}\n`)),
    line(summaryReport(report)),
  ].join('\n');
}

function linesOf({ tests, events }: PackageReport): string[] {
  return [
    ...events.map(({ text }) => printable(text).replaceAll(/^/gm, '  ')),
    ...tests.map((test) => `  ${MARKS[test.status]} ${shortLine(titleOf(test))}`),
  ];
}
