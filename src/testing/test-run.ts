// A run of tests: the runner's script goes to where scripts run, and what comes back becomes one report.
import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { TestLine, TestRequest, TestRun, TestScriptOutcome } from '../command/test-access.js';
import { BridgeError } from '../protocol/bridge-error.js';
import type { Clock } from '../support/clock.js';
import { exitCodeOf } from './exit-code.js';
import { githubReport } from './reports/github.js';
import { jsonLinesReport } from './reports/json-lines.js';
import { junitReport } from './reports/junit.js';
import { markdownReport } from './reports/markdown.js';
import { tapReport } from './reports/tap.js';
import { textReport } from './reports/text.js';
import { type TestCase, testCase, testResults, verdictOf } from './results.js';
import { type PackageReport, type RunReport, titleOf } from './run-report.js';
import { runnerScript } from './runner-script.js';

const REPORTS: Readonly<Record<string, (report: RunReport) => string>> = {
  text: textReport,
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  jsonl: jsonLinesReport,
  junit: junitReport,
  tap: tapReport,
  markdown: markdownReport,
  github: githubReport,
};

export async function runTestsAsync(request: TestRequest, clock: Clock): Promise<TestRun> {
  // Before anything runs: a report that cannot be made is known then.
  const outputs = request.reports.map(outputOf);
  const startedAt = clock.now();
  const one = await runPackageAsync(request, clock);
  const report: RunReport = {
    backend: request.backend,
    packages: [one],
    durationMs: clock.now() - startedAt,
  };
  const printed = outputs
    .filter(({ file }) => file === undefined)
    .map(({ render }) => render(report).trimEnd());
  const files = outputs.flatMap(({ file, render }) =>
    file === undefined ? [] : [write(file, render(report))],
  );
  return {
    exitCode: exitCodeOf(report, request),
    text: printed.length > 0 ? printed.join('\n') : textReport(report),
    report,
    files,
  };
}

async function runPackageAsync(request: TestRequest, clock: Clock): Promise<PackageReport> {
  const startedAt = clock.now();
  const mark = `\u001e${randomUUID()}`;
  const events: TestLine[] = [];
  const script =
    request.script ??
    runnerScript({
      paths: request.paths.length > 0 ? request.paths : undefined,
      name: request.filter,
      adapter: request.adapter,
      nonce: mark.slice(1),
    });
  let outcome: TestScriptOutcome;
  try {
    outcome = await request.run(script, (line) => {
      if (!line.text.startsWith(mark)) events.push(line);
      else tellTest(line.text.slice(mark.length), request);
    });
  } catch (error) {
    const known = error instanceof BridgeError ? error : undefined;
    // Interrupted, or a command line that is wrong: no verdict on the tests.
    if (known === undefined || known.entry.exitCode !== 3) throw error;
    outcome = { error: known.message };
  }
  return {
    name: request.name,
    events,
    lostLines: 0,
    durationMs: clock.now() - startedAt,
    ...(request.script === undefined ? judge(outcome) : judgeScript(outcome)),
  };
}

type Judgement = Pick<PackageReport, 'verdict' | 'error' | 'framework' | 'tests' | 'problems'>;

/** Only what was returned counts: anybody can print. */
function judge({ returned, error }: TestScriptOutcome): Judgement {
  if (error !== undefined) return { verdict: 'error', error, tests: [], problems: [] };
  const results = testResults.safeParse(returned);
  if (!results.success) {
    const why = 'The runner returned no results: a test may have ended it.';
    return { verdict: 'error', error: why, tests: [], problems: [] };
  }
  const { framework, tests, problems } = results.data;
  return { verdict: verdictOf(results.data), framework, tests, problems };
}

/** A script is one test. */
function judgeScript({ error }: TestScriptOutcome): Judgement {
  const status = error === undefined ? 'passed' : 'failed';
  const test: TestCase = { module: 'script', path: ['script'], status, message: error };
  return { verdict: status, framework: 'script', tests: [test], problems: [] };
}

function tellTest(text: string, { onTest }: TestRequest): void {
  try {
    const test = testCase.parse(JSON.parse(text));
    onTest(titleOf(test), test.status);
  } catch {
    // The line was cut on its way; the results have it all.
  }
}

function outputOf(wanted: string): { render: (report: RunReport) => string; file: string | undefined } {
  const at = wanted.indexOf('=');
  const format = at < 0 ? wanted : wanted.slice(0, at);
  const render = REPORTS[format];
  if (render) return { render, file: at < 0 ? undefined : wanted.slice(at + 1) };
  throw new BridgeError('USAGE', `There is no report "${format}".`, {
    hint: `There are ${Object.keys(REPORTS).join(', ')}; a file comes after =, as in junit=results.xml.`,
  });
}

/** Whole or not at all. */
function write(path: string, text: string): string {
  const file = resolve(path);
  const aside = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(aside, text);
    renameSync(aside, file);
  } catch (cause) {
    throw new BridgeError('FILE_NOT_WRITABLE', `The report ${file} could not be written.`, { cause });
  }
  return file;
}
