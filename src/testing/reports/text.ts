// The report that people read in a shell: what failed and why, then the tally.
import type { PackageReport, RunReport } from '../run-report.js';
import { caveatsOf, tallyOf, titleOf } from '../run-report.js';

const MARKS: Readonly<Record<PackageReport['verdict'], string>> = {
  passed: '✓',
  failed: '✗',
  empty: '○',
  error: '!',
};

export function textReport(report: RunReport): string {
  const failures = report.packages.flatMap(failuresOf);
  return [...failures, ...report.packages.map(packageLine), tallyLine(report)].join('\n');
}

function failuresOf({ name, tests, problems, error }: PackageReport): string[] {
  const sections = [
    ...tests
      .filter(({ status }) => status === 'failed')
      .map((test) => section(`${name} › ${titleOf(test)}`, test.message ?? 'It failed.', test.trace)),
    ...problems.map(({ module, message, trace }) =>
      section(`${name} › ${module ?? 'the run'}`, message, trace),
    ),
    ...(error === undefined ? [] : [section(name, error, undefined)]),
  ];
  return sections.map((text) => `${text}\n`);
}

function section(title: string, message: string, trace: string | undefined): string {
  const body = [message, ...(trace === undefined ? [] : [trace])].join('\n').trimEnd();
  return `✗ ${title}\n${body.replaceAll(/^/gm, '  ')}`;
}

function packageLine(report: PackageReport): string {
  const { name, verdict, tests, durationMs } = report;
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const caveats = caveatsOf(report);
  const note = caveats.length > 0 ? ` · ${caveats.join(', ')}` : '';
  return `${MARKS[verdict]} ${name}  ${passed}/${tests.length}${note}  (${durationText(durationMs)})`;
}

/** As other test runners close, so that tools can read it. */
function tallyLine(report: RunReport): string {
  const { tests, packages } = tallyOf(report);
  const parts = [`${tests.passed} passed`, `${tests.failed} failed`];
  if (tests.skipped > 0) parts.push(`${tests.skipped} skipped`);
  if (packages.error > 0) parts.push(`${packages.error} without a verdict`);
  return `${parts.join(', ')} in ${durationText(report.durationMs)} (${report.backend})`;
}

function durationText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
