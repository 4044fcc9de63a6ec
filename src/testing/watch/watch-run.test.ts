// The loop of a watch: with events that the test makes, time that it moves, and a backend that only remembers.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { verifies } from '../../../tests/support/verifies.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { createManualClock, type ManualClock } from '../../support/clock.js';
import { createDeferred } from '../../support/deferred.js';
import {
  type JobContext,
  type JobScript,
  OutdatedPlaceError,
  type ScriptRunResult,
} from '../jobs/job-context.js';
import type { PlacedRequest } from '../run/test-run.js';
import { watchTestsAsync } from './watch-run.js';

const PROJECT = {
  name: 'shop',
  tree: { $className: 'DataModel', ReplicatedStorage: { Shop: { $path: 'src' } } },
};
const PASSED: ScriptRunResult = {
  success: true,
  returnValues: [
    {
      format: 'studio-bridge-test-results@1',
      framework: 'plain',
      specs: 1,
      tests: [{ module: 'S', path: ['a'], status: 'passed' }],
      problems: [],
      durationMs: 1,
    },
  ],
};

interface RememberedRun {
  readonly script: JobScript;
  end(result: ScriptRunResult | Error): void;
}

/** Hands every run of a script to the test. */
class RememberingJob implements JobContext {
  readonly backend = 'emulator';
  isFreshEachTime = false;
  canUpdate = true;
  readonly did: string[] = [];
  private waiting: ((run: RememberedRun) => void)[] = [];
  private runs: RememberedRun[] = [];

  async buildPlaceAsync({ source }: { source: string }) {
    return { source, file: source };
  }

  async deployBuiltPlaceAsync(_built: object, { packageName }: { packageName: string }) {
    this.did.push('deploy');
    return { packageName };
  }

  async updateScriptsAsync(_deployment: object, changes: readonly { name: string; source: string }[]) {
    this.did.push(...changes.map(({ name, source }) => `update ${name}: ${source}`));
    return this.canUpdate;
  }

  async runScriptAsync(_deployment: object, script: JobScript): Promise<ScriptRunResult> {
    const ended = createDeferred<ScriptRunResult>();
    let isOver = false;
    script.signal.addEventListener('abort', () => {
      if (!isOver) this.did.push('cancelled');
      ended.reject(new BridgeError('CANCELLED', 'It was cancelled.'));
    });
    const end = (result: ScriptRunResult | Error) => {
      isOver = true;
      if (result instanceof Error) ended.reject(result);
      else ended.resolve(result);
    };
    const run = { script, end };
    const next = this.waiting.shift();
    if (next) next(run);
    else this.runs.push(run);
    return await ended.promise;
  }

  async getLogsAsync() {
    return { events: [], lostLines: 0, isLossExact: true, rung: 'live' as const };
  }

  async releaseAsync() {
    this.did.push('release');
  }

  async releaseBuiltPlaceAsync() {}

  async disposeAsync() {
    this.did.push('dispose');
  }

  async nextRunAsync() {
    const ready = this.runs.shift();
    return ready ?? (await new Promise<(typeof this.runs)[number]>((resolve) => this.waiting.push(resolve)));
  }
}

function useWatch(files: Readonly<Record<string, string>>) {
  const folder = useTmp();
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'src'));
  write('default.project.json', JSON.stringify(PROJECT));
  for (const [name, text] of Object.entries(files)) write(name, text);
  const clock: ManualClock = createManualClock();
  const job = new RememberingJob();
  const controller = new AbortController();
  const notices: string[] = [];
  let tell: (path: string) => void = () => {};
  const seen = createDeferred<void>();
  let runs = 0;
  let onRun = createDeferred<void>();
  const request: PlacedRequest = {
    place: 'default.project.json',
    paths: [],
    reports: [`jsonl=${join(folder, 'run.jsonl')}`],
    namesLines: true,
    strict: false,
    passWithNoTests: false,
    watch: true,
    coverage: false,
    coverageReports: [],
    testTimeoutMs: 1000,
    failFast: false,
    repeat: 1,
    retries: 0,
    onTest: () => {},
    onRun: () => {},
    onNotice: (line) => notices.push(line),
  };
  const ended = watchTestsAsync(
    request,
    { job, clock, signal: controller.signal, env: {}, folder, print: () => {} },
    {
      createEvents(onChange) {
        tell = onChange;
        return { follow: () => seen.resolve(), stop: () => {} };
      },
      onRun() {
        runs++;
        onRun.resolve();
        onRun = createDeferred();
      },
    },
  );
  return {
    job,
    clock,
    notices,
    folder,
    /** Writes a file and says so, as the system does. */
    change(name: string, text: string) {
      write(name, text);
      tell(join(folder, name));
    },
    remove(name: string) {
      rmSync(join(folder, name));
      tell(join(folder, name));
    },
    runs: () => runs,
    lines: () =>
      readFileSync(join(folder, 'run.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    untilRun: () => onRun.promise,
    async endAsync() {
      controller.abort();
      return await ended;
    },
  };
}

const orderOf = ({ script }: { script: JobScript }) => script.arguments?.[0] as { first?: string[] };

const FILES = {
  'src/cart.luau': 'return 1',
  'src/cart.spec.luau': 'local cart = require(script.Parent.cart)',
  'src/other.spec.luau': 'return function() end',
};

verifies(
  'testing.watch',
  'a changed script goes to the place that is ready, and what needs it runs first',
  async () => {
    const { job, clock, change, untilRun, endAsync } = useWatch(FILES);
    (await job.nextRunAsync()).end(PASSED);
    await untilRun();
    clock.advance(0);
    change('src/cart.luau', 'return 2');
    clock.advance(15);
    const second = await job.nextRunAsync();
    expect(orderOf(second).first).toEqual(['ReplicatedStorage.Shop.cart.spec']);
    second.end(PASSED);
    await untilRun();
    expect(job.did).toEqual([
      'deploy',
      'release',
      'deploy',
      'update ReplicatedStorage.Shop.cart: return 2',
      'release',
    ]);
    expect(await endAsync()).toMatchObject({ exitCode: 0, text: '' });
    expect(job.did.at(-1)).toBe('dispose');
  },
);

verifies(
  'testing.watch',
  'where each run has a server of its own, one deployment is enough, and what changed since goes to each run',
  async () => {
    const { job, clock, change, untilRun, endAsync } = useWatch(FILES);
    job.isFreshEachTime = true;
    (await job.nextRunAsync()).end(PASSED);
    await untilRun();
    for (const file of ['src/cart.luau', 'src/other.spec.luau']) {
      change(file, 'return 2');
      clock.advance(15);
      (await job.nextRunAsync()).end(PASSED);
      await untilRun();
    }
    const cart = 'update ReplicatedStorage.Shop.cart: return 2';
    const other = 'update ReplicatedStorage.Shop.other.spec: return 2';
    expect(job.did).toEqual(['deploy', cart, cart, other]);
    // The service turns out not to let scripts be changed.
    job.did.length = 0;
    change('src/cart.luau', 'return 3');
    clock.advance(15);
    job.canUpdate = true;
    const refused = await job.nextRunAsync();
    job.canUpdate = false;
    refused.end(new OutdatedPlaceError());
    (await job.nextRunAsync()).end(PASSED);
    await untilRun();
    expect(job.did.slice(2)).toEqual([...job.did.slice(0, 2), 'release', 'deploy']);
    await endAsync();
  },
);

verifies('testing.watch', 'the newest change wins: a run that is under way is cancelled', async () => {
  const { job, clock, change, runs, lines, untilRun, endAsync } = useWatch(FILES);
  await job.nextRunAsync();
  change('src/cart.luau', 'return 2');
  clock.advance(15);
  const second = await job.nextRunAsync();
  expect(job.did).toContain('cancelled');
  change('src/cart.luau', 'return 3');
  clock.advance(15);
  (await job.nextRunAsync()).end(PASSED);
  await untilRun();
  expect(second.script.signal.aborted).toBe(true);
  expect(runs()).toBe(1);
  await endAsync();
  const ofRuns = lines().filter(({ event }) => event === 'run' || event === 'end');
  const changed = ['src/cart.luau'];
  expect(ofRuns).toMatchObject([
    { event: 'run', run: 1, changed: [] },
    { event: 'end', incomplete: 'A newer run has replaced this one.' },
    { event: 'run', run: 2, changed },
    { event: 'end', incomplete: 'A newer run has replaced this one.' },
    { event: 'run', run: 3, changed },
    { event: 'end', tests: { passed: 1 } },
  ]);
});

test('several files are one change, and a file that is the same as before is none', async () => {
  const { job, clock, change, notices, untilRun, endAsync } = useWatch(FILES);
  (await job.nextRunAsync()).end(PASSED);
  await untilRun();
  change('src/cart.luau', 'return 1');
  clock.advance(600);
  change('src/cart.luau', 'return 2');
  clock.advance(10);
  change('src/other.spec.luau', 'return nil');
  clock.advance(15);
  const second = await job.nextRunAsync();
  expect(orderOf(second).first).toEqual([
    'ReplicatedStorage.Shop.cart.spec',
    'ReplicatedStorage.Shop.other.spec',
  ]);
  second.end(PASSED);
  await untilRun();
  expect(notices.filter((line) => line.startsWith('──'))).toEqual([
    '── src/cart.luau, src/other.spec.luau ──',
  ]);
  await endAsync();
});

test('a file that comes or goes has the place made anew, and a project that cannot be read is said', async () => {
  const { job, clock, change, remove, notices, untilRun, endAsync } = useWatch(FILES);
  (await job.nextRunAsync()).end(PASSED);
  await untilRun();
  change('src/new.spec.luau', 'return function() end');
  clock.advance(15);
  (await job.nextRunAsync()).end(PASSED);
  await untilRun();
  remove('src/new.spec.luau');
  clock.advance(15);
  (await job.nextRunAsync()).end(PASSED);
  await untilRun();
  expect(job.did.filter((what) => what === 'deploy').length).toBeGreaterThanOrEqual(3);
  expect(job.did.join()).not.toContain('update');
  change('default.project.json', '{');
  clock.advance(15);
  await expect.poll(() => notices.join('\n')).toContain('default.project.json');
  change('default.project.json', JSON.stringify(PROJECT));
  clock.advance(15);
  (await job.nextRunAsync()).end(PASSED);
  await untilRun();
  await endAsync();
});

test('a watch that is ended before anything has run was interrupted', async () => {
  const { job, endAsync } = useWatch(FILES);
  await job.nextRunAsync();
  expect(await endAsync()).toMatchObject({ exitCode: 130 });
});
