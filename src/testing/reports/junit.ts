// JUnit's XML, as continuous integration reads it: a suite for each package, a case for each test.

import type { TestCase } from '../results.js';
import type { PackageReport, ReportedProblem, ReportedTest, RunReport } from '../run-report.js';
import { placeText, titleOf } from '../run-report.js';
import { xmlText } from './text-escape.js';

const seconds = (ms: number | undefined) => ((ms ?? 0) / 1000).toFixed(3);

export function junitReport({ packages, durationMs }: RunReport): string {
  const suites = packages.map(suite).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="studio-bridge" time="${seconds(durationMs)}">\n${suites}</testsuites>\n`;
}

function suite(report: PackageReport): string {
  const { name, tests, problems, error, durationMs, events } = report;
  const count = (status: TestCase['status']) => tests.filter((test) => test.status === status).length;
  const errors = problems.length + (error === undefined ? 0 : 1);
  const cases = [
    ...tests.map(testCase),
    ...problems.map((problem) => broken(problem.module ?? name, 'the spec is loaded', problem)),
    ...(error === undefined ? [] : [broken(name, 'the tests run', { message: error })]),
  ].join('');
  const output = events.map(({ text }) => text).join('\n');
  return (
    `  <testsuite name="${xmlText(name)}" tests="${tests.length + errors}" failures="${count('failed')}" errors="${errors}" ` +
    `skipped="${count('skipped')}" time="${seconds(durationMs)}">\n${cases}` +
    `${output === '' ? '' : `    <system-out>${xmlText(output)}</system-out>\n`}  </testsuite>\n`
  );
}

function testCase(test: ReportedTest): string {
  const { module, status, message = '', durationMs, at } = test;
  const head = `    <testcase classname="${xmlText(module)}" name="${xmlText(titleOf(test))}" time="${seconds(durationMs)}"${placeAttributes(at)}`;
  if (status === 'passed') return `${head}/>\n`;
  if (status === 'skipped') return `${head}><skipped/></testcase>\n`;
  const body = explained({ ...test, message });
  return `${head}><failure message="${xmlText(message.split('\n')[0] ?? '')}">${body}</failure></testcase>\n`;
}

function broken(where: string, name: string, problem: ReportedProblem): string {
  const { message, at } = problem;
  const body = explained(problem);
  return `    <testcase classname="${xmlText(where)}" name="${name}" time="0.000"${placeAttributes(at)}><error message="${xmlText(message.split('\n')[0] ?? '')}">${body}</error></testcase>\n`;
}

/** Not every reader of JUnit knows these, so the place is in the text too. */
function placeAttributes(at: ReportedProblem['at']): string {
  if (at === undefined) return '';
  return ` file="${xmlText(at.file)}"${at.line === undefined ? '' : ` line="${at.line}"`}`;
}

function explained({ message, trace, at, excerpt }: ReportedProblem): string {
  const parts = [message, trace, placeText(at), excerpt].filter((part) => part !== undefined && part !== '');
  return xmlText(parts.join('\n').trim());
}
