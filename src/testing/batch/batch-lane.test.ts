// What becomes of packages whose script did not come to its end: a job context that answers as it is told, in place of Studios
// and servers.
import { expect, test } from 'vitest';
import { Place } from '../../emulator/places/place.js';
import { createManualClock } from '../../support/clock.js';
import type { JobContext, JobScript, ScriptRunResult } from '../jobs/job-context.js';
import type { PackageReport } from '../results/run-report.js';
import { runCrewAsync } from './batch-crew.js';
import type { BatchItem } from './batch-item.js';
import { StartOrder } from './start-order.js';

/** What a script of these packages does: it prints with `say`, in the words of the runner, and comes to an end. */
type Server = (keys: readonly string[], say: Say) => ScriptRunResult;

interface Say {
  begins(key: string): void;
  ends(key: string, state?: string): void;
}

const item = (key: string): BatchItem => ({
  key,
  name: `package ${key}`,
  isScript: true,
  estimateMs: 1,
  part: {
    key,
    settings: '',
    fingerprint: key,
    sizeBytes: 0,
    modules: [],
    part: { key, kind: 'place', place: new Place() },
  },
});

const outcome = (key: string, state = 'ended') => ({ key, state, durationMs: 1 });
const returned = (keys: readonly string[], deferred: readonly string[] = []): ScriptRunResult => ({
  success: true,
  returnValues: [
    {
      format: 'studio-bridge-batch-results@1',
      packages: keys.map((key) => outcome(key)),
      deferred,
      durationMs: 1,
    },
  ],
});

async function runAsync(
  keys: readonly string[],
  server: Server,
  backend: JobContext['backend'] = 'emulator',
) {
  const scripts: string[][] = [];
  const reports = new Map<string, PackageReport>();
  let lines: string[] = [];
  const job: JobContext = {
    backend,
    buildPlaceAsync: () => Promise.reject(new Error('nothing is built')),
    deployBuiltPlaceAsync: async (_, { packageName }) => ({ packageName }),
    async runScriptAsync(_, { source }: JobScript) {
      const order = readOrder(source);
      const keysOf = order.map(({ key }) => key);
      scripts.push(keysOf);
      lines = [];
      const wordsOf = (key: string) => order.find((one) => one.key === key) ?? { begins: '', ends: '' };
      return server(keysOf, {
        begins: (key) => void lines.push(wordsOf(key).begins + key),
        ends: (key, state) => void lines.push(wordsOf(key).ends + JSON.stringify(outcome(key, state))),
      });
    },
    getLogsAsync: async () => ({
      events: lines.map((text, index) => ({ seq: index + 1, time: 0, level: 'Print', text, package: '' })),
      lostLines: 0,
      isLossExact: true,
      rung: 'live',
    }),
    releaseAsync: async () => {},
    releaseBuiltPlaceAsync: async () => {},
    disposeAsync: async () => {},
  };
  const clock = createManualClock();
  const tasks = [keys.map(item)];
  const lane = runCrewAsync([{ lane: { job, slots: 1, recycleMs: 0 }, lists: tasks }], {
    tests: {},
    retries: 1,
    packageMs: 1_000,
    boot: { startsPerMinute: 1, bootMs: 0, warmBootMs: 0 },
    startOrder: new StartOrder([], clock),
    clock: { ...clock, setTimer: dueAtOnce },
    signal: new AbortController().signal,
    onReport: (done) => void reports.set(done.item.key, done.report),
  });
  await lane;
  const verdicts = Object.fromEntries(
    [...reports].map(([key, { verdict, error }]) => [key, error ?? verdict]),
  );
  return { scripts, verdicts, reports };
}

/** Pauses between scripts are over at once, and nothing here is late. */
function dueAtOnce(delayMs: number, callback: () => void) {
  if (delayMs === 0) queueMicrotask(callback);
  return { cancel() {} };
}

function readOrder(source: string): { key: string; begins: string; ends: string }[] {
  const [, , text = ''] = /JSONDecode\(\[(=*)\[(.*?)\]\1\]\)/.exec(source) ?? [];
  return (JSON.parse(text) as { packages: { key: string; begins: string; ends: string }[] }).packages;
}

const died: ScriptRunResult = { success: false, error: 'The server ended.' };

test('who had ended keeps its verdict, who had begun runs alone, and who never began runs again', async () => {
  const { scripts, verdicts } = await runAsync(['a', 'b', 'c', 'd'], (keys, say) => {
    if (!keys.includes('b') || keys.length === 1) return returned(keys);
    say.begins('a');
    say.ends('a');
    say.begins('b');
    return died;
  });
  expect(scripts).toEqual([['a', 'b', 'c', 'd'], ['b'], ['c', 'd']]);
  expect(verdicts).toEqual({ a: 'passed', b: 'passed', c: 'passed', d: 'passed' });
});

test('who ends the server also when alone has no verdict, and costs nobody else one', async () => {
  const { scripts, verdicts } = await runAsync(['a', 'b'], (keys, say) => {
    if (!keys.includes('a')) return returned(keys);
    say.begins('a');
    return died;
  });
  expect(scripts).toEqual([['a', 'b'], ['a'], ['b']]);
  expect(verdicts).toEqual({ a: 'The server ended.', b: 'passed' });
});

test('what was returned counts before what was printed, and what was put off runs later', async () => {
  const { scripts, verdicts } = await runAsync(['a', 'b', 'c'], (keys, say) => {
    say.begins('b');
    say.ends('b', 'lost');
    return keys.length === 3 ? returned(['a'], ['b', 'c']) : returned(keys);
  });
  expect(scripts).toEqual([
    ['a', 'b', 'c'],
    ['b', 'c'],
  ]);
  expect(verdicts).toMatchObject({ a: 'passed', c: 'passed' });
});

test('where nothing is known of any, halves are tried, and not for ever', async () => {
  const broken: ScriptRunResult = { success: false, error: 'No connection.', isInfrastructure: true };
  const { scripts, verdicts } = await runAsync(['a', 'b', 'c', 'd'], () => broken);
  expect(scripts.map((keys) => keys.join(''))).toEqual(['abcd', 'ab', 'cd', 'a', 'b', 'c', 'd']);
  expect(new Set(Object.values(verdicts))).toEqual(new Set(['No connection.']));
  const half = await runAsync(['a', 'b'], (keys) => (keys.includes('a') ? broken : returned(keys)));
  expect(half.verdicts).toEqual({ a: 'No connection.', b: 'passed' });
});

test('a task of Open Cloud of which it is not known whether it runs is not started a second time', async () => {
  const unknown: ScriptRunResult = {
    success: false,
    error: 'Whether Open Cloud did start a task is not known.',
    isInfrastructure: true,
    isAmbiguous: true,
  };
  const { scripts, verdicts } = await runAsync(['a', 'b'], () => unknown, 'cloud');
  expect(scripts).toHaveLength(1);
  expect(verdicts.a).toContain('is not known');
});

test('a package that takes all the time there is for a script has no verdict', async () => {
  const { verdicts } = await runAsync(['a', 'b'], (keys) =>
    keys[0] === 'a' ? returned([], keys) : returned(keys),
  );
  expect(verdicts).toEqual({ a: 'It did not end within the time that one script may take.', b: 'passed' });
});

/** These of them fail. */
function returnedWith(keys: readonly string[], failing: readonly string[]): ScriptRunResult {
  const packages = keys.map((key) => ({
    ...outcome(key),
    ...(failing.includes(key) ? { error: 'wrong' } : {}),
  }));
  const results = { format: 'studio-bridge-batch-results@1', packages, deferred: [], durationMs: 1 };
  return { success: true, returnValues: [results] };
}

test('who fails beside others every time, and never by itself, was spoilt by those', async () => {
  const { scripts, verdicts, reports } = await runAsync(['a', 'b', 'c', 'd'], (keys) =>
    returnedWith(keys, keys.includes('a') ? ['b', 'c'] : []),
  );
  expect(scripts).toEqual([
    ['a', 'b', 'c', 'd'],
    ...[['b'], ['c'], ['b'], ['c'], ['b'], ['c']],
    ['a', 'b', 'c'],
  ]);
  expect(verdicts).toEqual({ a: 'passed', b: 'passed', c: 'passed', d: 'passed' });
  expect(reports.get('c')?.note).toBe('it did not pass beside other packages, and did by itself');
});

test('who fails by chance has failed, and says how often, although it passed when it ran again', async () => {
  let runs = 0;
  const { scripts, verdicts, reports } = await runAsync(['a', 'b'], (keys) =>
    returnedWith(keys, keys.includes('b') && runs++ === 0 ? ['b'] : []),
  );
  expect(scripts).toEqual([['a', 'b'], ['b'], ['b'], ['b'], ['a', 'b']]);
  expect(verdicts).toEqual({ a: 'passed', b: 'failed' });
  expect(reports.get('b')?.tests).toMatchObject([{ message: 'wrong', flaky: { passed: 4, runs: 5 } }]);
});

test('a failure counts where no second run beside others shows who caused it', async () => {
  let runs = 0;
  const { verdicts } = await runAsync(['a', 'b'], (keys) =>
    ++runs === 5 ? died : returnedWith(keys, runs === 1 ? ['b'] : []),
  );
  expect(verdicts).toEqual({ a: 'passed', b: 'failed' });
});

test('who fails by itself once as well does not always end the same way, whatever others did', async () => {
  let runs = 0;
  const { scripts, verdicts, reports } = await runAsync(['a', 'b'], (keys) =>
    returnedWith(keys, [1, 3].includes(++runs) ? ['b'] : []),
  );
  expect(scripts).toEqual([['a', 'b'], ['b'], ['b']]);
  expect(verdicts).toEqual({ a: 'passed', b: 'failed' });
  expect(reports.get('b')?.tests).toMatchObject([{ flaky: { passed: 1, runs: 3 } }]);
});
