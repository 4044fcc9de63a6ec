// How packages find their ways to lanes: job contexts that end when they are told to, in place of Studios and servers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { createManualClock } from '../../support/clock.js';
import { createDeferred } from '../../support/deferred.js';
import type { JobContext } from '../jobs/job-context.js';
import { BatchStore } from './batch-store.js';
import { studioLanes } from './lanes.js';
import { runBatchAsync } from './run-batch.js';

const NAMES = ['a', 'b', 'c', 'd'];

/** Notes which packages it runs, and does not end those that are held before that is over. */
function useLane(held: ReadonlyMap<string, Promise<void>>, onRan: (name: string) => void) {
  const ran: string[] = [];
  const job: JobContext = {
    backend: 'studio',
    buildPlaceAsync: () => Promise.reject(new Error('nothing is built')),
    deployBuiltPlaceAsync: async (_, { packageName }) => ({ packageName }),
    async runScriptAsync({ packageName }, { source }) {
      ran.push(packageName);
      await held.get(packageName);
      onRan(packageName);
      const [key = ''] = /\bp\d+\b/.exec(source) ?? [];
      const packages = [{ key, state: 'ended', durationMs: 1 }];
      const format = 'studio-bridge-batch-results@1';
      return { success: true, returnValues: [{ format, packages, deferred: [], durationMs: 1 }] };
    },
    getLogsAsync: async () => ({ events: [], lostLines: 0, isLossExact: true, rung: 'live' }),
    releaseAsync: async () => {},
    releaseBuiltPlaceAsync: async () => {},
    disposeAsync: async () => {},
  };
  return { job, ran };
}

function useTargets() {
  const folder = useTmp();
  const script = join(folder, 'own.luau');
  writeFileSync(script, '');
  const targets = NAMES.map((name) => {
    const home = join(folder, name);
    mkdirSync(home);
    const source = join(home, 'default.project.json');
    writeFileSync(source, JSON.stringify({ name, tree: { $className: 'DataModel' } }));
    return { name, package: { name, folder: home, dependencies: [] }, source, script, notes: [] };
  });
  return { folder, targets };
}

test('of packages in places of their own, whoever is done takes the next one', async () => {
  const { folder, targets } = useTargets();
  const others = createDeferred<void>();
  let left = NAMES.length - 1;
  const onRan = () => {
    left--;
    if (left === 0) others.resolve();
  };
  const held = new Map([['a', others.promise]]);
  const [one, other] = [useLane(held, onRan), useLane(held, onRan)];
  const { limits } = studioLanes(one.job);
  const report = await runBatchAsync({
    targets,
    lanes: [one, other].map(({ job }) => ({ job, slots: 1, recycleMs: 0 })),
    limits,
    isSeparate: true,
    tests: {},
    packageMs: 1_000,
    resume: false,
    store: new BatchStore(folder, folder, 'studio'),
    clock: createManualClock(),
    signal: new AbortController().signal,
    onPackage() {},
  });
  expect(report.packages.map(({ name, verdict }) => [name, verdict])).toEqual(
    NAMES.map((name) => [name, 'passed']),
  );
  expect([one.ran, other.ran]).toEqual([['a'], ['b', 'c', 'd']]);
});
