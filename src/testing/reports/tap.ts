// The Test Anything Protocol, version 14: a line for each test, and why it failed as YAML below it.
import type { TestCase } from '../results.js';
import { type PackageReport, type RunReport, titleOf } from '../run-report.js';
import { oneLine } from './text-escape.js';

interface Point {
  readonly ok: boolean;
  readonly title: string;
  readonly directive?: string;
  readonly message?: string | undefined;
}

export function tapReport({ packages }: RunReport): string {
  const points = packages.flatMap(pointsOf);
  const lines = points.flatMap((point, index) => linesOf(point, index + 1));
  return `${['TAP version 14', `1..${points.length}`, ...lines].join('\n')}\n`;
}

function pointsOf({ name, tests, problems, error }: PackageReport): Point[] {
  return [
    ...tests.map((test) => pointOf(name, test)),
    ...problems.map(({ module, message }) => ({
      ok: false,
      title: `${name} › ${module ?? 'the run'}`,
      message,
    })),
    ...(error === undefined ? [] : [{ ok: false, title: name, message: error }]),
  ];
}

function pointOf(name: string, test: TestCase): Point {
  const title = `${name} › ${titleOf(test)}`;
  if (test.status === 'skipped') return { ok: true, title, directive: 'SKIP' };
  return {
    ok: test.status === 'passed',
    title,
    message: test.status === 'failed' ? test.message : undefined,
  };
}

function linesOf({ ok, title, directive, message }: Point, number: number): string[] {
  const safe = oneLine(title).replaceAll('\\', '\\\\').replaceAll('#', '\\#');
  const line = `${ok ? 'ok' : 'not ok'} ${number} - ${safe}${directive === undefined ? '' : ` # ${directive}`}`;
  if (message === undefined) return [line];
  const text = message.split('\n').map((part) => `    ${part}`);
  return [line, '  ---', '  message: |', ...text, '  ...'];
}
