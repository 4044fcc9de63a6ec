// A run of tests: each package in a place of the backend, and what comes back becomes one report.
import type { TestRequest, TestRun } from '../../command/world/test-access.js';
import type { Clock } from '../../support/clock.js';
import type { JobContext } from '../jobs/job-context.js';
import { CoverageRun, withCoverageAsync } from '../line-coverage/coverage-run.js';
import { ProgressTable } from '../reports/progress-table.js';
import { ReportOutputs } from '../reports/report-outputs.js';
import { type PackageReport, titleOf } from '../results/run-report.js';
import { locateFailuresAsync } from '../source-maps/locate-failures.js';
import { loadScriptFilesAsync } from '../source-maps/script-files.js';
import { scriptName, withScript } from '../source-maps/script-name.js';
import { endedRun } from './ended-run.js';
import { KnownSoFar, reasonOf } from './known-so-far.js';
import type { PackageRequest } from './package-run.js';
import { phaseNotices } from './phase-notices.js';
import { runRepeatedlyAsync } from './repeated-run.js';
import { ShownLines } from './shown-lines.js';

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
  /** Of several runs, as in a watch. */
  readonly turn?: RunTurn | undefined;
}

/** One of the runs of a watch. */
export interface RunTurn {
  /** Counted from 1. */
  readonly run: number;
  /** The files that it is made for, as the user names them. */
  readonly changed: readonly string[];
  /** A newer run replaces this one: nobody wants a report of it. */
  readonly isReplaced: () => boolean;
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
  surroundings: RunSurroundings,
  runAsync: (one: PackageRequest) => Promise<PackageReport>,
): Promise<TestRun> {
  const { job, clock, signal, timeoutMs, env, folder, print, turn } = surroundings;
  const { onNotice } = request;
  // Before anything runs: a report that cannot be made is known then.
  const outputs = new ReportOutputs(request.reports, {
    env,
    clock,
    print,
    folder,
    isContinued: (turn?.run ?? 1) > 1,
  });
  const coverage = request.coverage ? new CoverageRun(request.coverageReports, folder) : undefined;
  const subject = { name: request.place, place: request.place };
  const table = new ProgressTable(request.onProgress);
  const known = new KnownSoFar();
  const shown = new ShownLines(request.onOutput);
  const followedAsync = (one: PackageRequest) =>
    runAsync({
      ...known.follow(table.follow(one)),
      afterwardsAsync: coverage && ((deployment) => coverage.gatherAsync(subject, job, deployment)),
    });
  const startedAt = clock.now();
  const reportAsync = async (ran: PackageReport) => {
    const loadFilesAsync = async () =>
      withScript(await loadScriptFilesAsync(request.place, folder), request.scriptFile, folder);
    const one = await locateFailuresAsync(ran, loadFilesAsync, folder);
    outputs.package(one);
    return { backend: job.backend, packages: [one], durationMs: clock.now() - startedAt };
  };
  try {
    outputs.begin({ packages: 1, run: turn?.run, changed: turn?.changed });
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
        isGrouped: !request.namesLines && !outputs.namesLines,
      },
      script: request.script,
      chunkName: request.script === undefined ? undefined : scriptName(request.scriptFile),
      timeoutMs,
      clock,
      signal,
      onOutput(event) {
        outputs.output(event);
        shown.add(event);
      },
      onRetry: (why, lastSeq) => outputs.again(request.place, why, lastSeq),
      onPhase: job.backend === 'cloud' ? phaseNotices(onNotice) : undefined,
      onTest(test) {
        outputs.test(request.place, test);
        request.onTest(titleOf(test), test.status);
      },
    });
    shown.complete(ran.events);
    const report = await reportAsync(ran);
    return endedRun(report, await withCoverageAsync(outputs.end(report), coverage), request, onNotice);
  } catch (error) {
    if (turn?.isReplaced()) outputs.replace();
    else if (!outputs.isEnded) {
      const partial = known.report(request.place, error, clock.now() - startedAt, job.toldRung);
      const report = { ...(await reportAsync(partial)), incomplete: reasonOf(error) };
      const { text, faults } = outputs.end(report, { isWanted: !known.isEmpty });
      for (const fault of faults) onNotice(fault);
      if (text !== '') print(text);
    }
    throw error;
  } finally {
    outputs.close();
  }
}
