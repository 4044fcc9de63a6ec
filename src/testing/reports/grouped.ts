// The report for the log of continuous integration: everything of a package in one group that can be folded, then what
// failed and the tally, which stay open.
import { type PackageReport, type RunReport, titleOf } from '../results/run-report.js';
import { failuresOf, packageLine, summaryReport } from './text.js';
import { printable, workflowValue } from './text-escape.js';

const MARKS = { passed: '✓', failed: '✗', skipped: '○' } as const;

/** How a log marks what can be folded. */
interface Folds {
  begin(title: string): string;
  readonly end: readonly string[];
}

const GITHUB: Folds = { begin: (title) => `::group::${workflowValue(title)}`, end: ['::endgroup::'] };
const PLAIN: Folds = { begin: (title) => `── ${title} ──`, end: [] };

export function groupedReport(report: RunReport, env: Readonly<Record<string, string | undefined>>): string {
  const isGithub = env.GITHUB_ACTIONS === 'true';
  const folds = isGithub ? GITHUB : PLAIN;
  const lines = [
    ...report.packages.flatMap((one) => [
      folds.begin(packageLine(one)),
      ...linesOf(one).map((line) => (isGithub ? harmless(line) : line)),
      ...folds.end,
    ]),
    '',
    ...report.packages.flatMap(failuresOf).map((text) => (isGithub ? harmless(text) : text)),
    summaryReport(report),
  ];
  return printable(lines.join('\n'));
}

function linesOf({ tests, events }: PackageReport): string[] {
  return [
    ...events.map(({ text }) => `  ${text}`),
    ...tests.map((test) => `  ${MARKS[test.status]} ${titleOf(test)}`),
  ];
}

/** What tests print must not give orders to the machine that reads the log. */
const harmless = (text: string) => text.replaceAll(/^(\s*)::/gm, '$1: :').replaceAll('##[', '# #[');
