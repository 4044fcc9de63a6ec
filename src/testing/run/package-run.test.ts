import { expect, test } from 'vitest';
import { BridgeError } from '../../protocol/bridge-error.js';
import { createManualClock } from '../../support/clock.js';
import type { JobContext, JobScript, ScriptRunResult } from '../jobs/job-context.js';
import { caveatsOf, type RunEvent } from '../results/run-report.js';
import { type PackageRequest, runPackageAsync } from './package-run.js';

const PASSED = { module: 'a.spec', path: ['a.spec', 'adds'], status: 'passed' } as const;

/** A backend that prints these lines and ends like this. Lines with a mark come as a test's own. */
function useJob(parts: {
  lines?: (script: JobScript) => string[];
  result?: ScriptRunResult;
  lostLines?: number;
  deploy?: () => never;
}) {
  const released: string[] = [];
  let events: RunEvent[] = [];
  const job: JobContext = {
    backend: 'cloud',
    buildPlaceAsync: async ({ source }) => ({ source, file: source }),
    deployBuiltPlaceAsync: async (_built, { packageName }) => parts.deploy?.() ?? { packageName },
    async runScriptAsync(_deployment, script) {
      events = (parts.lines?.(script) ?? []).map((text, index) => ({
        seq: index + 1,
        time: 0,
        level: 'Print',
        text,
        package: script.packageName,
      }));
      for (const event of events) script.onEvent?.(event);
      return parts.result ?? { success: true, returnValues: [] };
    },
    getLogsAsync: async () => ({
      events,
      lostLines: parts.lostLines ?? 0,
      isLossExact: true,
      rung: 'state-only',
    }),
    releaseAsync: async ({ packageName }) => void released.push(packageName),
    releaseBuiltPlaceAsync: async ({ file }) => void released.push(file),
    disposeAsync: async () => {},
  };
  const told: string[] = [];
  const request: PackageRequest = {
    name: 'shop',
    source: 'shop.rbxl',
    order: {},
    clock: createManualClock(),
    signal: new AbortController().signal,
    onTest: ({ path }) => told.push(path.join(' › ')),
  };
  return {
    told,
    released,
    runAsync: (more: Partial<PackageRequest> = {}) => runPackageAsync(job, { ...request, ...more }),
  };
}

const markOf = ({ arguments: [order] = [] }: JobScript) => `\u001e${(order as { nonce: string }).nonce}`;
const ended = (script: JobScript) => `${markOf(script)}${JSON.stringify({ ended: [PASSED] })}`;
const marked = (script: JobScript) => ['hello', ended(script), 'world'];
const results = {
  format: 'studio-bridge-test-results@1',
  framework: 'plain',
  specs: 1,
  tests: [PASSED],
  problems: [],
  durationMs: 1,
};

test('what the script returned is the verdict, and its own lines are no output of the tests', async () => {
  const { told, released, runAsync } = useJob({
    lines: marked,
    result: { success: true, returnValues: [results] },
    lostLines: 2,
  });
  const report = await runAsync();
  expect(report).toMatchObject({ verdict: 'passed', tests: [PASSED], lostLines: 2, rung: 'state-only' });
  expect(report.events.map(({ text }) => text)).toEqual(['hello', 'world']);
  expect(told).toEqual(['a.spec › adds']);
  expect(released).toEqual(['shop', 'shop.rbxl']);
  expect(caveatsOf(report)).toEqual(['2 lines of output were lost']);
});

test('a line belongs to the test that has begun and not ended, while it comes and in the report', async () => {
  const lines = (script: JobScript) => [
    'loading',
    `${markOf(script)}{"begins":{"module":"a.spec","path":["a.spec","adds"]}}`,
    'adding',
    `${markOf(script)}{"ended":[{"status":"passed"}]}`,
    'between',
  ];
  const { told, runAsync } = useJob({ lines, result: { success: true, returnValues: [results] } });
  const live: RunEvent[] = [];
  const report = await runAsync({ onOutput: (event) => live.push(event) });
  for (const events of [live, report.events]) {
    expect(events.map(({ text, test }) => [text, test])).toEqual([
      ['loading', undefined],
      ['adding', 'a.spec › adds'],
      ['between', undefined],
    ]);
  }
  expect(told).toEqual(['a.spec › adds']);
});

test('a run that is cut off has no verdict, and keeps the tests that it told of', async () => {
  const { runAsync } = useJob({
    lines: marked,
    result: { success: false, error: 'The task ended.', isInfrastructure: true },
  });
  expect(await runAsync()).toMatchObject({ verdict: 'error', error: 'The task ended.', tests: [PASSED] });
});

test('where there is no verdict, it is said which test was the last to begin', async () => {
  const { runAsync } = useJob({
    lines: (script) => [`${markOf(script)}{"begins":{"module":"a.spec","path":["a.spec","waits"]}}`],
    result: { success: false, error: 'The task ended.', isInfrastructure: true },
  });
  expect((await runAsync()).error).toBe('The task ended. The last test heard of: a.spec › waits');
});

test('what a test prints is no result, whatever it looks like', async () => {
  const { runAsync } = useJob({
    lines: () => [`\u001e${JSON.stringify({ ended: [PASSED] })}`, JSON.stringify(results)],
    result: { success: true, returnValues: [] },
  });
  expect(await runAsync()).toMatchObject({ verdict: 'error', tests: [], events: [{ seq: 1 }, { seq: 2 }] });
});

test('a script is a test: it fails by an error, and has no verdict where it did not run', async () => {
  const failed = useJob({ result: { success: false, error: 'script:1: no' } });
  expect(await failed.runAsync({ script: 'error("no")' })).toMatchObject({
    verdict: 'failed',
    tests: [{ status: 'failed', message: 'script:1: no' }],
  });
  const gone = useJob({ result: { success: false, error: 'gone', isInfrastructure: true } });
  expect(await gone.runAsync({ script: '' })).toMatchObject({ verdict: 'error', error: 'gone', tests: [] });
});

test('a place that cannot be deployed has no verdict; what cannot be mended ends the run', async () => {
  const unreachable = () => {
    throw new BridgeError('HOST_UNREACHABLE', 'Nobody answers.');
  };
  const { released, runAsync } = useJob({ deploy: unreachable });
  expect(await runAsync()).toMatchObject({ verdict: 'error', error: 'Nobody answers.' });
  expect(released).toEqual(['shop.rbxl']);
  const refused = useJob({
    deploy: () => {
      throw new BridgeError('CLOUD_UNAUTHORIZED', 'No.');
    },
  });
  await expect(refused.runAsync()).rejects.toMatchObject({ code: 'CLOUD_UNAUTHORIZED' });
});
