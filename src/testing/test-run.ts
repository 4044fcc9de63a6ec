// A run of tests: each package in a place of the backend, and what comes back becomes one report.
import type { TestRequest, TestRun } from '../command/test-access.js';
import type { Clock } from '../support/clock.js';
import { exitCodeOf } from './exit-code.js';
import type { JobContext } from './jobs/job-context.js';
import { CoverageRun } from './line-coverage/coverage-run.js';
import type { PackageRequest } from './package-run.js';
import { phaseNotices } from './phase-notices.js';
import { runRepeatedlyAsync } from './repeated-run.js';
import { ProgressTable } from './reports/progress-table.js';
import { ReportOutputs } from './reports/report-outputs.js';
import { type PackageReport, titleOf } from './run-report.js';
import { locateFailuresAsync } from './source-maps/locate-failures.js';
import { loadScriptFilesAsync } from './source-maps/script-files.js';

/** What is tested is known. */
export type PlacedRequest = TestRequest & { readonly place: string };

export interface RunSurroundings {
  readonly job: JobContext;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the user is. */
  readonly folder: string;
  /** A line for whoever reads the result while it comes. */
  readonly print: (line: string) => void;
}

export async function runTestsAsync(request: PlacedRequest, surroundings: RunSurroundings): Promise<TestRun> {
  const { job } = surroundings;
  try {
    return await runOnceAsync(request, surroundings, (one) =>
      runRepeatedlyAsync(job, one, { ...request, onAgain: request.onNotice }),
    );
  } finally {
    await job.disposeAsync();
  }
}

/** One report, however its package comes to run. */
export async function runOnceAsync(
  request: PlacedRequest,
  { job, clock, signal, timeoutMs, env, folder, print }: RunSurroundings,
  runAsync: (one: PackageRequest) => Promise<PackageReport>,
): Promise<TestRun> {
  // Before anything runs: a report that cannot be made is known then.
  const outputs = new ReportOutputs(request.reports, { env, clock, print });
  const coverage = request.coverage
    ? new CoverageRun(request.coverageReports, request.place, folder)
    : undefined;
  const table = new ProgressTable(request.onProgress);
  const followedAsync = (one: PackageRequest) =>
    runAsync({
      ...table.follow(one),
      afterwardsAsync: coverage && ((deployment) => coverage.gatherAsync(job, deployment)),
    });
  const startedAt = clock.now();
  try {
    outputs.begin(1);
    const ran = await followedAsync({
      name: request.place,
      source: request.place,
      builder: request.builder,
      order: {
        paths: request.paths.length > 0 ? request.paths : undefined,
        name: request.filter,
        adapter: request.adapter,
        failFast: request.failFast,
        testTimeoutSeconds: request.testTimeoutMs / 1000,
      },
      script: request.script,
      timeoutMs,
      clock,
      signal,
      onOutput: (event) => outputs.output(event),
      onPhase: job.backend === 'cloud' ? phaseNotices(request.onNotice) : undefined,
      onTest(test) {
        outputs.test(request.place, test);
        request.onTest(titleOf(test), test.status);
      },
    });
    const one = await locateFailuresAsync(ran, () => loadScriptFilesAsync(request.place, folder), folder);
    outputs.package(one);
    const report = { backend: job.backend, packages: [one], durationMs: clock.now() - startedAt };
    const written = outputs.end(report);
    const covered = await coverage?.writeAsync();
    return {
      exitCode: exitCodeOf(report, request),
      report,
      text: [written.text, ...(covered ? [covered.text] : [])].filter((text) => text !== '').join('\n\n'),
      files: [...written.files, ...(covered?.files ?? [])],
    };
  } finally {
    outputs.close();
  }
}
