// The Test Anything Protocol, version 14: a line for each test, and why it failed as YAML below it.
import { type Failure, failureOf, faultsOf, traceOf } from '../results/failures.js';
import { type PackageReport, placeText, type RunReport, titleOf, whereText } from '../results/run-report.js';
import { oneLine, printable } from './text-escape.js';

interface Point {
  readonly title: string;
  readonly directive?: string;
  readonly failure?: Failure;
}

export function tapReport(report: RunReport): string {
  const { packages, incomplete } = report;
  const points = packages.flatMap(pointsOf);
  const lines = points.flatMap((point, index) => linesOf(point, index + 1));
  const notes = packages.flatMap(({ name, note }) =>
    note === undefined ? [] : [`# ${oneLine(name)}: ${oneLine(note)}`],
  );
  // A plan would say that the points here are all.
  const [plan, end] =
    incomplete === undefined ? [[`1..${points.length}`], []] : [[], [`Bail out! ${oneLine(incomplete)}`]];
  return `${['TAP version 14', `# ${whereText(report)}`, ...plan, ...notes, ...lines, ...end].join('\n')}\n`;
}

function pointsOf(report: PackageReport): Point[] {
  const { name, tests } = report;
  return [
    ...tests.map((test): Point => {
      if (test.status === 'failed') return failed(failureOf(name, test));
      const title = `${name} › ${titleOf(test)}`;
      return test.status === 'skipped' ? { title, directive: ' # SKIP' } : { title };
    }),
    ...faultsOf(report).map(failed),
  ];
}

const failed = (failure: Failure): Point => ({ title: failure.title, failure });

function linesOf({ title, directive = '', failure }: Point, number: number): string[] {
  const safe = oneLine(title).replaceAll('\\', '\\\\').replaceAll('#', '\\#');
  const line = `${failure ? 'not ok' : 'ok'} ${number} - ${safe}${directive}`;
  if (!failure) return [line];
  const { message, note, at, excerpt } = failure;
  return [
    line,
    '  ---',
    ...block('message', message),
    ...block('flaky', note),
    ...block('trace', traceOf(failure)),
    ...block('at', placeText(at)),
    ...block('excerpt', excerpt),
    '  ...',
  ];
}

/** Text of any kind in YAML. That it is indented by two is said where its first line with anything in it begins with blanks. */
function block(name: string, value: string | undefined): string[] {
  if (value === undefined || value === '') return [];
  const text = printable(value);
  const sign = /^\n* /.test(text) ? '|2' : '|';
  return [`  ${name}: ${sign}`, text.replaceAll(/^/gm, '    ')];
}
