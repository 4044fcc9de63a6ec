// JUnit's XML, as continuous integration reads it: a suite for each package, a case for each test. It keeps to the schema
// of Jenkins, which is the strictest of those that are checked: where something failed is in the text, not in attributes.
import type { PackageReport, ReportedProblem, ReportedTest, RunReport } from '../results/run-report.js';
import { flakyNote, placeText, titleOf } from '../results/run-report.js';
import { countTests } from '../results/test-results.js';
import { xmlText } from './text-escape.js';

const seconds = (ms: number | undefined) => ((ms ?? 0) / 1000).toFixed(3);

export function junitReport({ backend, packages, durationMs }: RunReport): string {
  const counts = packages.map(countsOf);
  const sum = (kind: keyof Counts) => counts.reduce((total, each) => total + each[kind], 0);
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="studio-bridge" tests="${sum('tests')}" ` +
    `failures="${sum('failures')}" errors="${sum('errors')}" time="${seconds(durationMs)}">\n` +
    `${packages.map((one) => suite(one, backend)).join('')}</testsuites>\n`
  );
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

/** What went wrong outside of the tests is a case, too. */
function countsOf({ tests, problems, error }: PackageReport): Counts {
  const errors = problems.length + (error === undefined ? 0 : 1);
  const { failed, skipped } = countTests(tests);
  return { tests: tests.length + errors, failures: failed, errors, skipped };
}

function suite(report: PackageReport, backend: RunReport['backend']): string {
  const { name, tests, problems, error, durationMs, events, rung, note } = report;
  const counts = countsOf(report);
  const cases = [
    ...tests.map(testCase),
    ...problems.map((problem) => broken(problem.module ?? name, 'the spec is loaded', problem)),
    ...(error === undefined ? [] : [broken(name, 'the tests run', { message: error })]),
  ].join('');
  const noted = note === undefined ? '' : `<property name="note" value="${xmlText(note)}"/>`;
  const output = events.map(({ text }) => text).join('\n');
  return (
    `  <testsuite name="${xmlText(name)}" tests="${counts.tests}" failures="${counts.failures}" errors="${counts.errors}" ` +
    `skipped="${counts.skipped}" time="${seconds(durationMs)}">\n    <properties><property name="backend" value="${backend}"/><property name="output" value="${rung}"/>${noted}</properties>\n${cases}` +
    `${output === '' ? '' : `    <system-out>${xmlText(output)}</system-out>\n`}  </testsuite>\n`
  );
}

function testCase(test: ReportedTest): string {
  const { module, status, message = '', durationMs } = test;
  const head = `    <testcase classname="${xmlText(module)}" name="${xmlText(titleOf(test))}" time="${seconds(durationMs)}"`;
  if (status === 'passed') return `${head}/>\n`;
  if (status === 'skipped') return `${head}><skipped/></testcase>\n`;
  const body = explained({ ...test, message }, flakyNote(test));
  return `${head}><failure message="${xmlText(message.split('\n')[0] ?? '')}">${body}</failure></testcase>\n`;
}

function broken(where: string, name: string, problem: ReportedProblem): string {
  const { message } = problem;
  const body = explained(problem);
  return `    <testcase classname="${xmlText(where)}" name="${name}" time="0.000"><error message="${xmlText(message.split('\n')[0] ?? '')}">${body}</error></testcase>\n`;
}

function explained({ message, trace, at, excerpt }: ReportedProblem, note = ''): string {
  const parts = [message, note, trace, placeText(at), excerpt].filter(
    (part) => part !== undefined && part !== '',
  );
  return xmlText(parts.join('\n').trim());
}
