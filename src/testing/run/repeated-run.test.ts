// Runs that are made again: which ones, how often, and what the report of several says.
import { expect, test } from 'vitest';
import { verifies } from '../../../tests/support/verifies.js';
import { createManualClock } from '../../support/clock.js';
import type { JobContext, ScriptRunResult } from '../jobs/job-context.js';
import { runRepeatedlyAsync } from './repeated-run.js';

type Status = 'passed' | 'failed' | 'skipped';

const results = (tests: Record<string, Status>): ScriptRunResult => ({
  success: true,
  returnValues: [
    {
      format: 'studio-bridge-test-results@1',
      framework: 'plain',
      specs: 1,
      tests: Object.entries(tests).map(([name, status]) => ({ module: 'S', path: [name], status })),
      problems: [],
      durationMs: 1,
    },
  ],
});
const fault: ScriptRunResult = { success: false, error: 'Studio is gone.', isInfrastructure: true };

/** A backend that gives these, one a run. */
function useJob(outcomes: readonly ScriptRunResult[]): { job: JobContext; count: () => number } {
  let count = 0;
  const job: JobContext = {
    backend: 'emulator',
    buildPlaceAsync: async ({ source }) => ({ source, file: source }),
    deployBuiltPlaceAsync: async (_built, { packageName }) => ({ packageName }),
    runScriptAsync: async () => outcomes[count++] ?? fault,
    getLogsAsync: async () => ({
      events: [{ seq: 1, time: 0, level: 'Print', text: `run ${count}`, package: 'shop' }],
      lostLines: 0,
      isLossExact: true,
      rung: 'live',
    }),
    releaseAsync: async () => {},
    releaseBuiltPlaceAsync: async () => {},
    disposeAsync: async () => {},
  };
  return { job, count: () => count };
}

function runAsync(
  job: JobContext,
  wish: { repeat?: number; retries?: number; failFast?: boolean; onAgain?: (why: string) => void },
) {
  const request = {
    name: 'shop',
    source: 'shop.rbxl',
    order: {},
    clock: createManualClock(),
    signal: new AbortController().signal,
  };
  return runRepeatedlyAsync(job, request, { repeat: 1, retries: 0, failFast: false, ...wish });
}

verifies(
  'testing.flaky',
  'a test that does not always end the same way has failed, and is called flaky',
  async () => {
    const { job, count } = useJob([
      results({ steady: 'passed', mixed: 'passed', rests: 'skipped' }),
      results({ steady: 'passed', mixed: 'failed', rests: 'skipped' }),
      results({ steady: 'passed', mixed: 'passed', rests: 'skipped' }),
    ]);
    const report = await runAsync(job, { repeat: 3 });
    expect(count()).toBe(3);
    expect(report.verdict).toBe('failed');
    expect(report.tests).toMatchObject([
      { path: ['steady'], status: 'passed' },
      { path: ['mixed'], status: 'failed', flaky: { passed: 2, runs: 3 } },
      { path: ['rests'], status: 'skipped' },
    ]);
    expect(report.tests[0]).not.toHaveProperty('flaky');
    expect(report.events.map(({ seq, text }) => [seq, text])).toEqual([
      [1, 'run 1'],
      [2, 'run 2'],
      [3, 'run 3'],
    ]);
  },
);

test('with --fail-fast the first run that fails is the last one', async () => {
  const { job, count } = useJob([
    results({ a: 'passed' }),
    results({ a: 'failed' }),
    results({ a: 'passed' }),
  ]);
  expect(await runAsync(job, { repeat: 3, failFast: true })).toMatchObject({ verdict: 'failed' });
  expect(count()).toBe(2);
});

verifies('testing.flaky', 'only a fault of the infrastructure is tried again', async () => {
  const said: string[] = [];
  const again = useJob([fault, fault, results({ a: 'passed' })]);
  const report = await runAsync(again.job, { retries: 2, onAgain: (why) => said.push(why) });
  expect(report).toMatchObject({ verdict: 'passed' });
  expect(said).toEqual(Array(2).fill('Again, because there is no verdict: Studio is gone.'));

  const failed = useJob([results({ a: 'failed' }), results({ a: 'passed' })]);
  expect(await runAsync(failed.job, { retries: 2 })).toMatchObject({ verdict: 'failed' });
  const late = useJob([{ ...fault, isTimeout: true }]);
  expect(await runAsync(late.job, { retries: 2 })).toMatchObject({ verdict: 'error' });
  const broken = useJob([{ success: false, error: 'There is nothing at A in the place.' }]);
  expect(await runAsync(broken.job, { retries: 2 })).toMatchObject({ verdict: 'error' });
  expect([failed.count(), late.count(), broken.count()]).toEqual([1, 1, 1]);
});

test('faults that do not end are reported as what they are', async () => {
  const { job, count } = useJob([]);
  expect(await runAsync(job, { retries: 2, repeat: 5 })).toMatchObject({
    verdict: 'error',
    error: 'Studio is gone.',
  });
  expect(count()).toBe(3);
});
