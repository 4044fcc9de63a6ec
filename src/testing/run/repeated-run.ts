// The tests of one package as often as the user wants: again after a fault of the infrastructure, or several times to
// find tests that do not always end the same way.
import type { JobContext } from '../jobs/job-context.js';
import type { PackageReport, ReportedTest, RunEvent } from '../results/run-report.js';
import { type PackageRequest, runPackageAsync } from './package-run.js';

export interface Repetition {
  /** How often the tests run. */
  readonly repeat: number;
  /** How often a run without a verdict is tried again. */
  readonly retries: number;
  /** A run that fails is the last one. */
  readonly failFast: boolean;
  /** Told before each further try or run. */
  readonly onAgain?: ((why: string) => void) | undefined;
}

export async function runRepeatedlyAsync(
  job: JobContext,
  request: PackageRequest,
  { repeat, retries, failFast, onAgain }: Repetition,
): Promise<PackageReport> {
  const runs: PackageReport[] = [];
  for (let count = 1; count <= repeat; count++) {
    if (count > 1) onAgain?.(`Run ${count} of ${repeat}`);
    const run = await runWithRetriesAsync(job, numberedAfter(runs, request), retries, onAgain);
    runs.push(run);
    if (run.verdict === 'error' || (failFast && run.verdict === 'failed')) break;
  }
  return mergedRuns(runs);
}

/** Lines of later runs go on where those of earlier ones end. */
function numberedAfter(runs: readonly PackageReport[], request: PackageRequest): PackageRequest {
  const lastSeq = runs.reduce((sum, run) => sum + lastSeqOf(run), 0);
  const { onOutput, onRetry } = request;
  return {
    ...request,
    onOutput: (event) => onOutput?.({ ...event, seq: event.seq + lastSeq }),
    onRetry: (why) => onRetry?.(why, lastSeq),
  };
}

const lastSeqOf = ({ events }: PackageReport) => events.at(-1)?.seq ?? 0;

async function runWithRetriesAsync(
  job: JobContext,
  request: PackageRequest,
  retries: number,
  onAgain: Repetition['onAgain'],
): Promise<PackageReport> {
  for (let left = retries; ; left--) {
    const run = await runPackageAsync(job, request);
    if (!run.isRetryable || left <= 0) return run;
    const why = `Again, because there is no verdict: ${run.error ?? ''}`;
    onAgain?.(why);
    request.onRetry?.(why, 0);
  }
}

/** One report of several runs: a test that failed once has failed. */
export function mergedRuns(runs: readonly PackageReport[]): PackageReport {
  const [first, ...others] = runs;
  if (!first) throw new RangeError('There is nothing to merge.');
  if (others.length === 0) return first;
  const worst =
    runs.find(({ verdict }) => verdict === 'error') ??
    runs.find(({ verdict }) => verdict === 'failed') ??
    first;
  return {
    ...worst,
    tests: mergedTests(runs),
    problems: runs.find(({ problems }) => problems.length > 0)?.problems ?? [],
    events: mergedEvents(runs),
    lostLines: runs.reduce((sum, { lostLines }) => sum + lostLines, 0),
    isLossExact: runs.every(({ isLossExact }) => isLossExact),
    durationMs: runs.reduce((sum, { durationMs }) => sum + durationMs, 0),
  };
}

function mergedEvents(runs: readonly PackageReport[]): RunEvent[] {
  let lastSeq = 0;
  return runs.flatMap((run) => {
    const before = lastSeq;
    lastSeq += lastSeqOf(run);
    return run.events.map((event): RunEvent => ({ ...event, seq: event.seq + before }));
  });
}

function mergedTests(runs: readonly PackageReport[]): ReportedTest[] {
  const byName = new Map<string, ReportedTest[]>();
  for (const { tests } of runs) {
    for (const test of tests) {
      const key = JSON.stringify([test.module, test.path]);
      byName.set(key, [...(byName.get(key) ?? []), test]);
    }
  }
  return [...byName.values()].flatMap((all) => {
    const shown = all.find(({ status }) => status === 'failed') ?? all[0];
    if (!shown) return [];
    const ran = all.filter(({ status }) => status !== 'skipped');
    const passed = ran.filter(({ status }) => status === 'passed').length;
    const isFlaky = passed > 0 && passed < ran.length;
    return [isFlaky ? { ...shown, flaky: { passed, runs: ran.length } } : shown];
  });
}
