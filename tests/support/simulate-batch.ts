// A whole batch on the simulated Open Cloud, by the very scheduler, client and job contexts that users run, beside the time
// that no schedule can fall short of.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOCUMENTED_LIMITS, MEASURED_BOOT_TIMES } from '../../src/emulator/open-cloud/cloud-limits.js';
import { OpenCloudClient } from '../../src/open-cloud/index.js';
import { BatchStore } from '../../src/testing/batch/batch-store.js';
import { cloudLanes } from '../../src/testing/batch/lanes.js';
import { runBatchAsync } from '../../src/testing/batch/run-batch.js';
import { createCloudJobContext } from '../../src/testing/jobs/cloud-job-context.js';
import type { JobContext } from '../../src/testing/jobs/job-context.js';
import { UploadCache } from '../../src/testing/jobs/upload-cache.js';
import type { RunReport } from '../../src/testing/results/run-report.js';
import { SimulatedClock } from './simulated-clock.js';
import { createSimulatedCloud, type SimulatedCloud, type SimulatedRequest } from './simulated-cloud.js';

export interface SimulatedBatch {
  /** How long each package takes. */
  readonly durationsMs: readonly number[];
  /** What earlier runs say of them; nothing is known without it. */
  readonly recordedMs?: readonly number[];
  readonly places: number;
  /**
   * By how much the time of a package differs from what the size of its specs promises: a factor, up or down, for two thirds
   * of them. All specs are of one size without it.
   */
  readonly spread?: number;
}

export interface SimulatedRun {
  readonly report: RunReport;
  readonly elapsedMs: number;
  readonly boundMs: number;
  readonly requests: readonly SimulatedRequest[];
  readonly memory: SimulatedCloud['memory'];
  readonly mostTasks: number;
}

export async function simulateBatchAsync(batch: SimulatedBatch): Promise<SimulatedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-simulation-'));
  try {
    return await runInAsync(folder, batch);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runInAsync(folder: string, batch: SimulatedBatch): Promise<SimulatedRun> {
  const { durationsMs, recordedMs = [], places } = batch;
  const clock = new SimulatedClock();
  const cloud = createSimulatedCloud(clock, (key) => durationsMs[Number(key.slice(1))] ?? 0);
  const client = new OpenCloudClient({
    apiKey: 'simulated',
    baseUrl: 'http://emulated',
    clock,
    transport: cloud.transport,
    random: () => 0.5,
  });
  const cache = new UploadCache(join(folder, 'uploads.json'));
  const sources = writeProjects(folder);
  const store = new BatchStore(folder, folder, 'cloud');
  store.keepDurations(new Map(recordedMs.map((ms, index) => [nameOf(index), ms])));
  const reading = new Reading(places);
  const jobs = Array.from({ length: places }, (_, index) =>
    reading.watch(
      createCloudJobContext({
        client,
        service: 'simulated',
        universeId: 1,
        placeId: index + 1,
        cache,
        clock,
      }),
    ),
  );
  const random = randomOf(SIZES);
  const targets = durationsMs.map((ms, index) => {
    const name = nameOf(index);
    const promisedMs = batch.spread === undefined ? 1 : ms * batch.spread ** normalOf(random);
    const source =
      sources[Math.round(Math.min(SIZES - 1, SIZES_PER_FACTOR * Math.log2(Math.max(1, promisedMs))))];
    if (source === undefined) throw new RangeError('There is a project for each size.');
    return { name, package: { name, folder, dependencies: [] }, source, notes: [] };
  });
  const work = runBatchAsync({
    targets,
    ...cloudLanes(jobs.map((job) => ({ job, universeId: 1 }))),
    isSeparate: false,
    tests: {},
    packageMs: 240_000,
    resume: false,
    store,
    clock,
    signal: new AbortController().signal,
    onPackage() {},
  });
  const report = await clock.runAsync(work, () => reading.isBusy);
  return {
    report,
    elapsedMs: report.durationMs,
    boundMs: lowerBoundMs(batch),
    requests: cloud.requests,
    memory: cloud.memory,
    mostTasks: cloud.mostTasks(),
  };
}

/**
 * What the limits allow at best, if everything about the packages were known before. The nth script can be created after
 * as many whole minutes as the limit of a minute goes into n; then its server boots, cold as long as no other has run; and
 * from then on each script can work off packages at their own pace, up to the time limit of one script, ten at a time in
 * each place. So by the time t no more work can be done than all of them together have had time for; the bound is the first
 * t at which that is all the work there is, and at least the longest package has had its turn. Uploads, looking at tasks and
 * packages that cannot be split come for free.
 */
export function lowerBoundMs({ durationsMs, places }: SimulatedBatch): number {
  const { perMinute, unfinishedTasks, longestTimeoutMs } = DOCUMENTED_LIMITS;
  const { coldMs, warmMs } = MEASURED_BOOT_TIMES;
  const work = durationsMs.reduce((sum, ms) => sum + ms, 0);
  const slots = places * unfinishedTasks;
  const doneBy = (timeMs: number): number => {
    let done = 0;
    for (let slot = 0; slot < slots; slot++) {
      const createdMs = Math.floor(slot / perMinute.createTask) * 60_000;
      let readyMs = createdMs + (createdMs < coldMs ? coldMs : warmMs);
      // The next script of a slot boots again.
      while (readyMs < timeMs) {
        done += Math.min(longestTimeoutMs, timeMs - readyMs);
        readyMs += longestTimeoutMs + warmMs;
      }
    }
    return done;
  };
  let low = coldMs + Math.max(0, ...durationsMs);
  if (doneBy(low) >= work) return low;
  let high = low + coldMs + work;
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (doneBy(middle) >= work) high = middle;
    else low = middle;
  }
  return high;
}

/** Durations as packages have them: most are short, a few are long. The same ones for the same seed. */
export function usualDurationsMs(count: number, medianMs: number, seed: number): number[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, () =>
    Math.round(Math.min(60_000, medianMs * Math.exp(0.8 * normalOf(random)))),
  );
}

const normalOf = (random: () => number) =>
  Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** What was recorded of them: off by up to `share`, either way. */
export function recordedOf(durationsMs: readonly number[], share: number, seed: number): number[] {
  const random = randomOf(seed);
  return durationsMs.map((ms) => Math.round(ms * (1 + share * (2 * random() - 1))));
}

/** Lehmer's generator. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const nameOf = (index: number) => `package-${index}`;

/** Specs that are longer by the same factor each. */
const SIZES = 80;
const SIZES_PER_FACTOR = 4;

/** A project for each size of specs. */
function writeProjects(folder: string): string[] {
  return Array.from({ length: SIZES }, (_, size) => {
    const home = join(folder, String(size));
    mkdirSync(join(home, 'src'), { recursive: true });
    writeFileSync(join(home, 'src', 'own.spec.luau'), '-'.repeat(2 ** (size / SIZES_PER_FACTOR)));
    const source = join(home, 'default.project.json');
    const tree = { $className: 'DataModel', ReplicatedStorage: { Lib: { $path: 'src' } } };
    writeFileSync(source, JSON.stringify({ name: 'package', tree }));
    return source;
  });
}

/** Tells when files are read, which takes no simulated time, and lets all places begin together. */
class Reading {
  private count = 0;
  private missing: number;

  constructor(places: number) {
    this.missing = places;
  }

  get isBusy(): boolean {
    return this.count > 0 || this.missing > 0;
  }

  watch(job: JobContext): JobContext {
    let isFirst = true;
    const deployBuiltPlaceAsync: JobContext['deployBuiltPlaceAsync'] = async (built, options) => {
      if (isFirst) this.missing--;
      isFirst = false;
      this.count++;
      try {
        return await job.deployBuiltPlaceAsync(built, options);
      } finally {
        this.count--;
      }
    };
    return {
      backend: job.backend,
      buildPlaceAsync: (request) => job.buildPlaceAsync(request),
      deployBuiltPlaceAsync,
      runScriptAsync: (deployment, script) => job.runScriptAsync(deployment, script),
      getLogsAsync: (deployment) => job.getLogsAsync(deployment),
      releaseAsync: (deployment) => job.releaseAsync(deployment),
      releaseBuiltPlaceAsync: (built) => job.releaseBuiltPlaceAsync(built),
      disposeAsync: () => job.disposeAsync(),
    };
  }
}
