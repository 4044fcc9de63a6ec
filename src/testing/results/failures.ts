// What went wrong, one by one: what each report lists in its own form.
import {
  flakyNote,
  type PackageReport,
  placeText,
  type ReportedProblem,
  type ReportedTest,
  type RunReport,
  titleOf,
} from './run-report.js';

const MOST_CALLS = 20;

export interface Failure extends ReportedProblem {
  /** The package, and what in it. */
  readonly title: string;
  /** Of a test that does not always end the same way; else empty. */
  readonly note: string;
}

export function failuresOf(report: PackageReport): Failure[] {
  const { name, tests } = report;
  const failed = tests.filter(({ status }) => status === 'failed');
  return [...failed.map((test) => failureOf(name, test)), ...faultsOf(report)];
}

export function failureOf(packageName: string, test: ReportedTest): Failure {
  return {
    ...test,
    title: `${packageName} › ${titleOf(test)}`,
    message: test.message ?? 'It failed.',
    note: flakyNote(test),
  };
}

/** Outside of any test. */
export function faultsOf({ name, problems, error }: PackageReport): Failure[] {
  return [
    ...problems.map((one) => ({ ...one, title: `${name} › ${one.module ?? 'the run'}`, note: '' })),
    ...(error === undefined ? [] : [{ title: name, message: error, note: '' }]),
  ];
}

/** Why there are packages of which nothing is known; undefined where one of those that are there says so. */
export function faultOfRun({ incomplete, packages }: RunReport): string | undefined {
  return packages.some(({ error }) => error === incomplete) ? undefined : incomplete;
}

/** Why, and where that is: what stands below a title. */
export function explanationOf(problem: ReportedProblem): string {
  const { message, at, excerpt } = problem;
  return [message, traceOf(problem), placeText(at), excerpt]
    .flatMap((part) => (part === undefined || part === '' ? [] : [part.trimEnd()]))
    .join('\n');
}

/** Empty where the message says as much. What calls itself without end would hide all other failures. */
export function traceOf({ message, trace = '' }: ReportedProblem): string {
  if (message.includes(trace.trim())) return '';
  const calls = trace.trimEnd().split('\n');
  const more = calls.length - MOST_CALLS;
  return more > 1 ? [...calls.slice(0, MOST_CALLS), `… and ${more} more`].join('\n') : trace;
}
