// The report that people read in a shell: what failed and why, then the tally.
import { explanationOf, type Failure, failuresOf } from '../results/failures.js';
import {
  MARKS,
  notesOf,
  type PackageReport,
  type RunReport,
  tallyWords,
  whereText,
} from '../results/run-report.js';
import { countTests } from '../results/test-results.js';
import { durationText } from './duration-text.js';
import { printable, shortLine } from './text-escape.js';

export function textReport(report: RunReport): string {
  const failures = report.packages.flatMap(failuresOf).map((one) => `${failureText(one)}\n`);
  return [...failures, summaryReport(report)].join('\n');
}

/** A line for each package, and the tally. */
export function summaryReport(report: RunReport): string {
  return [...report.packages.map(packageLine), tallyLine(report)].join('\n');
}

export function failureText(failure: Failure): string {
  const { title, note } = failure;
  const aside = note === '' ? '' : `  (${note})`;
  const body = printable(explanationOf(failure)).trimEnd().replaceAll(/^/gm, '  ');
  return `✗ ${shortLine(title)}${aside}\n${body}`;
}

export function packageLine(report: PackageReport): string {
  const { name, verdict, tests, durationMs } = report;
  const notes = notesOf(report).map(shortLine);
  const note = notes.length > 0 ? ` · ${notes.join(', ')}` : '';
  return `${MARKS[verdict]} ${shortLine(name)}  ${countTests(tests).passed}/${tests.length}${note}  (${durationText(durationMs)})`;
}

/** As other test runners close, so that tools can read it. */
function tallyLine(report: RunReport): string {
  const head = report.incomplete === undefined ? '' : 'Incomplete: ';
  return `${head}${tallyWords(report).join(', ')} in ${durationText(report.durationMs)} (${whereText(report)})`;
}
