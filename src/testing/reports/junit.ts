// JUnit's XML, as continuous integration reads it: a suite for each package, a case for each test. It keeps to the schema
// of Jenkins, which is the strictest of those that are checked: where something failed is in the text, not in attributes.
import { explanationOf, failureOf, faultOfRun, faultsOf } from '../results/failures.js';
import {
  type PackageReport,
  type ReportedProblem,
  type ReportedTest,
  type RunReport,
  titleOf,
} from '../results/run-report.js';
import { countTests } from '../results/test-results.js';
import { xmlText } from './text-escape.js';

interface Suite {
  readonly name: string;
  readonly tests: number;
  readonly failures: number;
  /** What went wrong outside of the tests is a case, too. */
  readonly errors: number;
  readonly skipped: number;
  readonly durationMs: number;
  readonly content: readonly string[];
}

export function junitReport(report: RunReport): string {
  const fault = faultOfRun(report);
  const suites = [
    ...report.packages.map((one) => suiteOf(one, report.backend)),
    ...(fault === undefined ? [] : [brokenOff(fault)]),
  ];
  const sum = (kind: 'tests' | 'failures' | 'errors') =>
    suites.reduce((total, each) => total + each[kind], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="studio-bridge" tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}" time="${seconds(report.durationMs)}">`,
    ...suites.flatMap(suiteLines),
    '</testsuites>\n',
  ].join('\n');
}

function suiteOf(report: PackageReport, backend: RunReport['backend']): Suite {
  const { name, tests, durationMs, events, rung, note } = report;
  const { failed, skipped } = countTests(tests);
  const faults = faultsOf(report);
  const noted = note === undefined ? '' : `<property name="note" value="${xmlText(note)}"/>`;
  const output = events.map(({ text }) => text).join('\n');
  return {
    name,
    tests: tests.length + faults.length,
    failures: failed,
    errors: faults.length,
    skipped,
    durationMs,
    content: [
      `<properties><property name="backend" value="${backend}"/><property name="output" value="${rung}"/>${noted}</properties>`,
      ...tests.map((test) => testCase(name, test)),
      ...faults.map(({ module, ...fault }) =>
        broken(module ?? name, module ? 'the spec is loaded' : 'the tests run', fault),
      ),
      ...(output === '' ? [] : [`<system-out>${xmlText(output)}</system-out>`]),
    ],
  };
}

/** There are packages of which nothing is known. */
function brokenOff(why: string): Suite {
  const name = 'studio-bridge';
  const content = [broken(name, 'the run comes to its end', { message: why })];
  return { name, tests: 1, failures: 0, errors: 1, skipped: 0, durationMs: 0, content };
}

function suiteLines({ name, tests, failures, errors, skipped, durationMs, content }: Suite): string[] {
  const counts = `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
  return [
    `  <testsuite name="${xmlText(name)}" ${counts} time="${seconds(durationMs)}">`,
    ...content.map((line) => `    ${line}`),
    '  </testsuite>',
  ];
}

function testCase(packageName: string, test: ReportedTest): string {
  const { module, status, durationMs } = test;
  const head = `<testcase classname="${xmlText(module)}" name="${xmlText(titleOf(test))}" time="${seconds(durationMs)}"`;
  if (status === 'passed') return `${head}/>`;
  if (status === 'skipped') return `${head}><skipped/></testcase>`;
  const failure = failureOf(packageName, test);
  const { message, note } = failure;
  return `${head}>${reason('failure', { ...failure, message: [message, note].filter(Boolean).join('\n') })}</testcase>`;
}

function broken(where: string, name: string, problem: ReportedProblem): string {
  return `<testcase classname="${xmlText(where)}" name="${name}" time="0.000">${reason('error', problem)}</testcase>`;
}

function reason(kind: 'failure' | 'error', problem: ReportedProblem): string {
  const first = problem.message.split('\n', 1).join('');
  return `<${kind} message="${xmlText(first)}">${xmlText(explanationOf(problem).trim())}</${kind}>`;
}

const seconds = (ms = 0) => (ms / 1000).toFixed(3);
