// A run of tests: each package in a place of the backend, and what comes back becomes one report.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { TestRequest, TestRun } from '../command/test-access.js';
import { BridgeError } from '../protocol/bridge-error.js';
import type { Clock } from '../support/clock.js';
import { exitCodeOf } from './exit-code.js';
import type { JobContext } from './jobs/job-context.js';
import { runPackageAsync } from './package-run.js';
import { githubReport } from './reports/github.js';
import { jsonLinesReport } from './reports/json-lines.js';
import { junitReport } from './reports/junit.js';
import { markdownReport } from './reports/markdown.js';
import { tapReport } from './reports/tap.js';
import { textReport } from './reports/text.js';
import { type RunReport, titleOf } from './run-report.js';

const REPORTS: Readonly<Record<string, (report: RunReport) => string>> = {
  text: textReport,
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  jsonl: jsonLinesReport,
  junit: junitReport,
  tap: tapReport,
  markdown: markdownReport,
  github: githubReport,
};

export interface RunSurroundings {
  readonly job: JobContext;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number | undefined;
}

export async function runTestsAsync(
  request: TestRequest,
  { job, clock, signal, timeoutMs }: RunSurroundings,
): Promise<TestRun> {
  // Before anything runs: a report that cannot be made is known then.
  const outputs = request.reports.map(outputOf);
  const startedAt = clock.now();
  try {
    const one = await runPackageAsync(job, {
      name: request.place,
      source: request.place,
      order: {
        paths: request.paths.length > 0 ? request.paths : undefined,
        name: request.filter,
        adapter: request.adapter,
      },
      script: request.script,
      timeoutMs,
      clock,
      signal,
      onTest: (test) => request.onTest(titleOf(test), test.status),
    });
    const report = { backend: job.backend, packages: [one], durationMs: clock.now() - startedAt };
    return concluded(report, request, outputs);
  } finally {
    await job.disposeAsync();
  }
}

interface ReportOutput {
  readonly render: (report: RunReport) => string;
  readonly file: string | undefined;
}

function concluded(report: RunReport, request: TestRequest, outputs: readonly ReportOutput[]): TestRun {
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

function outputOf(wanted: string): ReportOutput {
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
