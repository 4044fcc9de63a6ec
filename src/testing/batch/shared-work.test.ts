// Lanes whose scripts share their work, with a service that answers as it is told.
import { expect, test } from 'vitest';
import { Place } from '../../emulator/places/place.js';
import { createManualClock } from '../../support/clock.js';
import type { JobContext, JobScript, ScriptRunResult } from '../jobs/job-context.js';
import { runCrewAsync } from './batch-crew.js';
import type { BatchItem } from './batch-item.js';
import { sharesOf } from './shared-work.js';
import { StartOrder } from './start-order.js';

interface Order {
  readonly packages: readonly { key: string }[];
  readonly shared?: { readonly shares: readonly (readonly { key: string }[])[]; readonly given: number };
}

const item = (key: string, estimateMs = 1): BatchItem => ({
  key,
  name: `package ${key}`,
  isScript: true,
  estimateMs,
  part: {
    key,
    settings: '',
    fingerprint: key,
    sizeBytes: 0,
    modules: [],
    part: { key, kind: 'place', place: new Place() },
  },
});

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];
const keysOf = (packages: readonly { key: string }[]) => packages.map(({ key }) => key);

/** Two places of one universe, with a script at a time each. */
async function runAsync(server: (order: Order, nth: number) => ScriptRunResult | Promise<ScriptRunResult>) {
  const scripts: string[][] = [];
  const verdicts = new Map<string, string>();
  const job: JobContext = {
    backend: 'cloud',
    buildPlaceAsync: () => Promise.reject(new Error('nothing is built')),
    deployBuiltPlaceAsync: async (_, { packageName }) => ({ packageName }),
    async runScriptAsync(_, { source }: JobScript) {
      const [, , text = ''] = /JSONDecode\(\[(=*)\[(.*?)\]\1\]\)/.exec(source) ?? [];
      const order = JSON.parse(text) as Order;
      scripts.push(keysOf(order.packages));
      return await server(order, scripts.length);
    },
    getLogsAsync: async () => ({ events: [], lostLines: 0, isLossExact: true, rung: 'state-only' }),
    releaseAsync: async () => {},
    releaseBuiltPlaceAsync: async () => {},
    disposeAsync: async () => {},
  };
  const clock = createManualClock();
  const items = KEYS.map((key) => item(key));
  const lane = { job, slots: 1, recycleMs: 0, sharesWith: '34' };
  await runCrewAsync(
    [
      { lane, lists: [items.slice(0, 3)] },
      { lane, lists: [items.slice(3)] },
    ],
    {
      tests: {},
      retries: 1,
      packageMs: 1_000,
      maxTaskMs: 290_000,
      boot: { startsPerMinute: 40, bootMs: 0, warmBootMs: 0 },
      startOrder: new StartOrder([], clock),
      clock: {
        ...clock,
        setTimer(delayMs, callback) {
          if (delayMs === 0) queueMicrotask(callback);
          return { cancel() {} };
        },
      },
      signal: new AbortController().signal,
      onReport: ({ item: { key }, report }) => {
        expect(verdicts.has(key)).toBe(false);
        verdicts.set(key, report.error ?? report.verdict);
      },
    },
  );
  return { scripts, verdicts: Object.fromEntries([...verdicts].sort()) };
}

const returned = (keys: readonly string[], more: object = {}): ScriptRunResult => ({
  success: true,
  returnValues: [
    {
      format: 'studio-bridge-batch-results@1',
      packages: keys.map((key) => ({ key, state: 'ended', durationMs: 1 })),
      deferred: [],
      durationMs: 1,
      ...more,
    },
  ],
});
const PASSED = Object.fromEntries(KEYS.map((key) => [key, 'passed']));

test('each begins with a share of its own, and one that is quick does the rest', async () => {
  const { scripts, verdicts } = await runAsync((order, nth) => {
    const rest = order.shared?.shares.slice(order.shared.given).flatMap(keysOf) ?? [];
    return returned([...keysOf(order.packages), ...(nth === 1 ? rest : [])], { isExhausted: true });
  });
  expect(scripts).toEqual([['a'], ['b']]);
  expect(verdicts).toEqual(PASSED);
});

test('what a script has taken and not told of is run again when the others have ended', async () => {
  const { scripts, verdicts } = await runAsync((order, nth) => {
    const rest = order.shared?.shares.slice(order.shared.given).flatMap(keysOf) ?? [];
    if (nth === 1) return { success: false, error: 'The server ended.' };
    return returned([...keysOf(order.packages), ...rest.slice(2)], { isExhausted: true });
  });
  expect(scripts.slice(0, 2)).toEqual([['a'], ['b']]);
  expect(scripts.slice(2).flat().sort()).toEqual(['a', 'c', 'd']);
  expect(verdicts).toEqual(PASSED);
});

test('where no MemoryStore answers, each runs what the plan gives it', async () => {
  const { scripts, verdicts } = await runAsync((order) =>
    returned(keysOf(order.packages), order.shared ? { isExhausted: false, problem: 'busy' } : {}),
  );
  expect(scripts).toEqual([['a'], ['b'], ['c'], ['d', 'e', 'f']]);
  expect(verdicts).toEqual(PASSED);
});

test('what a script may have taken of which it is not known whether it runs is not run a second time', async () => {
  const { scripts, verdicts } = await runAsync((order, nth) =>
    nth === 1
      ? { success: false, error: 'It was cut off.', isInfrastructure: true, isAmbiguous: true }
      : returned([...keysOf(order.packages), 'c', 'd'], { isExhausted: true }),
  );
  expect(scripts).toEqual([['a'], ['b']]);
  expect(verdicts).toEqual({ ...PASSED, a: 'It was cut off.', e: 'It was cut off.', f: 'It was cut off.' });
});

test('shares grow smaller, the longest packages come first, and none is left out', () => {
  const items = Array.from({ length: 1_000 }, (_, index) => item(`p${index}`, 1 + (index % 97)));
  const shares = sharesOf(items, 120);
  expect(shares.flat()).toHaveLength(1_000);
  expect(shares[0]?.[0]?.estimateMs).toBe(97);
  const sizes = shares.map((share) => share.reduce((sum, { estimateMs }) => sum + estimateMs, 0));
  expect(Math.max(...sizes.slice(-50))).toBeLessThan(Math.min(...sizes.slice(0, 50)));
});
