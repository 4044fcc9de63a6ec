// The Test Anything Protocol, version 14: a line for each test, and why it failed as YAML below it.
import {
  flakyNote,
  type PackageReport,
  placeText,
  type ReportedTest,
  type RunReport,
  type SourcePlace,
  titleOf,
  whereText,
} from '../results/run-report.js';
import { oneLine, printable } from './text-escape.js';

interface Point {
  readonly ok: boolean;
  readonly title: string;
  readonly directive?: string;
  readonly message?: string | undefined;
  readonly at?: SourcePlace | undefined;
  readonly excerpt?: string | undefined;
  readonly flaky?: string;
}

export function tapReport(report: RunReport): string {
  const { packages, incomplete } = report;
  const points = packages.flatMap(pointsOf);
  const lines = points.flatMap((point, index) => linesOf(point, index + 1));
  const notes = packages.flatMap(({ name, note }) =>
    note === undefined ? [] : [`# ${oneLine(name)}: ${oneLine(note)}`],
  );
  const end = incomplete === undefined ? [] : [`Bail out! ${oneLine(incomplete)}`];
  return `${['TAP version 14', `# ${whereText(report)}`, `1..${points.length}`, ...notes, ...lines, ...end].join('\n')}\n`;
}

function pointsOf({ name, tests, problems, error }: PackageReport): Point[] {
  return [
    ...tests.map((test) => pointOf(name, test)),
    ...problems.map(({ module, message, at, excerpt }) => ({
      ok: false,
      title: `${name} › ${module ?? 'the run'}`,
      message,
      at,
      excerpt,
    })),
    ...(error === undefined ? [] : [{ ok: false, title: name, message: error }]),
  ];
}

function pointOf(name: string, test: ReportedTest): Point {
  const title = `${name} › ${titleOf(test)}`;
  if (test.status === 'skipped') return { ok: true, title, directive: 'SKIP' };
  if (test.status === 'passed') return { ok: true, title };
  const { message = 'It failed.', at, excerpt } = test;
  return { ok: false, title, message, at, excerpt, flaky: flakyNote(test) };
}

function linesOf(
  { ok, title, directive, message, at, excerpt, flaky = '' }: Point,
  number: number,
): string[] {
  const safe = oneLine(title).replaceAll('\\', '\\\\').replaceAll('#', '\\#');
  const line = `${ok ? 'ok' : 'not ok'} ${number} - ${safe}${directive === undefined ? '' : ` # ${directive}`}`;
  if (message === undefined) return [line];
  return [
    line,
    '  ---',
    ...block('message', message),
    ...(flaky === '' ? [] : block('flaky', flaky)),
    ...(at === undefined ? [] : block('at', placeText(at))),
    ...(excerpt === undefined ? [] : block('excerpt', excerpt)),
    '  ...',
  ];
}

/** Text of any kind in YAML. That it is indented by two is said, because its first line may begin with blanks. */
function block(name: string, text: string): string[] {
  const sign = text.startsWith(' ') ? '|2' : '|';
  return [
    `  ${name}: ${sign}`,
    ...printable(text)
      .split('\n')
      .map((part) => `    ${part}`),
  ];
}
