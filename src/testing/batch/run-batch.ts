// A batch from its packages to one report: what is known already is kept, the rest is planned, merged and run, and what has
// no verdict is run again.
import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { type OpenedPart, openPart } from '../../emulator/places/index.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { Clock } from '../../support/clock.js';
import type { Deployment, JobContext, PhaseReport } from '../jobs/job-context.js';
import type { TestTarget } from '../packages/test-target.js';
import type { PackageReport, RunReport } from '../results/run-report.js';
import type { TestOrder } from '../runner/runner-script.js';
import { scriptName } from '../source-maps/script-name.js';
import { crewsOf, runCrewAsync, turnsApart, turnsTogether } from './batch-crew.js';
import type { BatchItem, ItemReport } from './batch-item.js';
import type { BatchLane, LaneSettings, Shift } from './batch-lane.js';
import { unranReport } from './batch-results.js';
import { scriptModule } from './batch-runner.js';
import type { BatchStore } from './batch-store.js';
import type { LiveListener } from './batch-task.js';
import { estimate, isSpec } from './estimates.js';
import { type Capacity, longestFirst, planSlots } from './plan-slots.js';
import { StartOrder } from './start-order.js';

export interface BatchSettings {
  readonly targets: readonly TestTarget[];
  readonly lanes: readonly BatchLane[];
  /** What all lanes together allow; how many there are, and of how many slots, the lanes say themselves. */
  readonly limits: Omit<Capacity, 'lanes' | 'slotsPerLane'>;
  /** So many scripts at a time, instead of as many as are worth it. */
  readonly shards?: number | undefined;
  /** Each package in a place of its own. */
  readonly isSeparate: boolean;
  readonly tests: Omit<TestOrder, 'nonce'>;
  readonly packageMs: number;
  readonly builder?: 'own' | 'rojo' | undefined;
  /** Takes over what an earlier batch has found out about packages that have not changed since. */
  readonly resume: boolean;
  readonly store: BatchStore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How often a package that has no verdict gets a script of its own; by default once. */
  readonly retries?: number | undefined;
  /** Nothing runs any more when a package has failed. */
  readonly failFast?: boolean | undefined;
  /** Also of what was known of the package already, where now more is known. */
  readonly onPackage: (report: PackageReport, progress: BatchProgress) => void;
  readonly onLive?: LiveListener | undefined;
  readonly onPhase?: ((report: PhaseReport) => void) | undefined;
  /** Called with the place of a package that is alone in it, after its tests. */
  readonly afterwardsAsync?:
    | ((target: TestTarget, job: JobContext, deployment: Deployment) => Promise<void>)
    | undefined;
}

export interface BatchProgress {
  readonly done: number;
  readonly total: number;
  /** It was known from an earlier batch. */
  readonly isKept: boolean;
  /** Of its target. */
  readonly index: number;
  /** It was told before, and now more is known of it. */
  readonly isAgain: boolean;
}

const USUAL_RETRIES = 1;
const ENOUGH = Symbol('the first failure was enough');

export async function runBatchAsync(settings: BatchSettings): Promise<RunReport> {
  const startedAt = settings.clock.now();
  const run = new BatchRun(settings);
  const packages = await run.runAsync();
  return {
    backend: backendOf(settings.lanes),
    packages,
    durationMs: settings.clock.now() - startedAt,
  };
}

class BatchRun {
  private readonly reports = new Map<string, PackageReport>();
  private readonly fingerprints = new Map<string, string>();
  /** How long most packages take was never measured. */
  private isGuessing = false;
  private readonly ended = new AbortController();

  constructor(private readonly settings: BatchSettings) {}

  async runAsync(): Promise<PackageReport[]> {
    const { store, resume, targets } = this.settings;
    const known = resume ? store.readResults() : new Map<string, PackageReport>();
    const items = await this.openAllAsync();
    store.clearResults();
    const open = items.filter((item) => {
      const fingerprint = this.fingerprints.get(item.key) ?? '';
      const report = known.get(fingerprint);
      if (!report || report.verdict === 'error') return true;
      this.keep(item.key, { ...report, name: item.name }, true);
      return false;
    });
    try {
      await this.runLanesAsync(open);
    } finally {
      this.keepDurations(items);
    }
    return targets.flatMap((_, index) => this.reports.get(keyOf(index)) ?? []);
  }

  /** A package that cannot be built has no verdict, and the others do. */
  private async openAllAsync(): Promise<BatchItem[]> {
    const { targets, store, tests, lanes } = this.settings;
    const opened = new Map<number, OpenedPart>();
    for (const [index, target] of targets.entries()) {
      const key = keyOf(index);
      try {
        const part = await this.openAsync(target, key);
        opened.set(index, part);
        // How lines are told is no part of what is tested.
        const { isGrouped, ...meant } = tests;
        const words = JSON.stringify([part.fingerprint, meant, backendOf(lanes), target.name]);
        this.fingerprints.set(key, createHash('sha256').update(words).digest('hex'));
      } catch (error) {
        if (!(error instanceof BridgeError) || this.settings.signal.aborted) throw error;
        this.keep(key, unranReport(target.name, error.message, backendOf(lanes)), false);
      }
    }
    const named = new Map([...opened].map(([index, part]) => [targets[index]?.name ?? '', part]));
    const estimates = estimate(named, store.readDurations());
    this.isGuessing = estimates.areGuesses;
    return [...opened].map(([index, part]): BatchItem => {
      const { name = '', script } = targets[index] ?? {};
      return {
        key: keyOf(index),
        name,
        part,
        isScript: script !== undefined,
        specs: part.modules.filter(isSpec).length,
        estimateMs: estimates.of(name),
      };
    });
  }

  private async openAsync({ source, script }: TestTarget, key: string) {
    const { lanes, builder, signal } = this.settings;
    const [lane] = lanes;
    if (!lane) throw new TypeError('A batch needs a lane.');
    const module =
      script === undefined ? undefined : scriptModule(scriptName(script), readFileSync(script, 'utf8'));
    const built =
      builder === 'rojo' ? await lane.job.buildPlaceAsync({ source, builder, signal }) : undefined;
    try {
      return openPart({ key, source: built?.file ?? source, module });
    } finally {
      if (built) await lane.job.releaseBuiltPlaceAsync(built);
    }
  }

  private async runLanesAsync(items: readonly BatchItem[]): Promise<void> {
    const { lanes, limits, shards, isSeparate, targets, afterwardsAsync } = this.settings;
    if (items.length === 0) return;
    const slotsPerLane = isSeparate ? 1 : Math.max(1, ...lanes.map(({ slots }) => slots));
    const canShare = !isSeparate && lanes.every(({ sharesWith }) => sharesWith !== undefined);
    // Who shares work need not know before how many it takes: what comes too late ends at once.
    const most = lanes.length * slotsPerLane;
    const count = shards ?? (canShare && this.isGuessing ? most : undefined);
    const { slots } = planSlots(items, { ...limits, lanes: lanes.length, slotsPerLane }, count);
    const workers = canShare ? Math.min(most, count ?? slots.length) : slots.length;
    const settings: LaneSettings = {
      ...this.settings,
      retries: this.settings.retries ?? USUAL_RETRIES,
      boot: limits,
      startOrder: new StartOrder(canShare ? [] : slots.map((slot) => slot.items), this.settings.clock),
      ...(Number.isFinite(limits.maxTaskMs) ? { maxTaskMs: limits.maxTaskMs } : {}),
      signal: AbortSignal.any([this.settings.signal, this.ended.signal]),
      onReport: (done) => this.hear(done),
      onFault: (error) => this.ended.abort(error),
      afterwardsAsync: async ({ key }, job, deployment) => {
        const target = targets[indexOf(key)];
        if (target) await afterwardsAsync?.(target, job, deployment);
      },
    };
    // Every script that runs listens to it.
    setMaxListeners(0, settings.signal);
    const shifts = lanes.map(({ sharesWith, ...lane }, index): Shift => {
      const lists = slots.filter((slot) => slot.lane === index).map((slot) => slot.items);
      const own = { ...lane, slots: Math.max(1, Math.ceil((workers - index) / lanes.length)) };
      return { lane: canShare ? { ...own, sharesWith } : own, lists };
    });
    const crews = crewsOf(shifts);
    // What all may start in a minute, each starts its part of.
    const startsPerMinute = canShare
      ? Math.max(1, Math.floor(limits.startsPerMinute / crews.length))
      : limits.startsPerMinute;
    const crewSettings = { ...settings, boot: { ...limits, startsPerMinute } };
    // A place of its own can be anybody's: who is done takes the next one.
    const open = isSeparate ? longestFirst(items).values() : undefined;
    const runs = crews.map(async (crew) => {
      for (const wanted of open ? turnsApart(crew, open) : turnsTogether(crew)) {
        await runCrewAsync(wanted, crewSettings);
      }
    });
    // One that cannot go on stops the others: the key is refused, or the user has enough.
    for (const run of runs) run.catch((error: unknown) => this.ended.abort(error));
    const results = await Promise.allSettled(runs);
    if (this.settings.signal.aborted) throw new BridgeError('CANCELLED', 'The batch was interrupted.');
    if (this.ended.signal.reason === ENOUGH) return;
    if (this.ended.signal.aborted) throw this.ended.signal.reason;
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  private hear({ item, report }: ItemReport): void {
    if (this.ended.signal.aborted) return;
    this.keep(item.key, report, false);
    if (this.settings.failFast && report.verdict === 'failed') this.ended.abort(ENOUGH);
  }

  /** What is known while a script runs is replaced by what is known at its end. */
  private keep(key: string, report: PackageReport, isKept: boolean): void {
    const { targets, store, onPackage } = this.settings;
    const earlier = this.reports.get(key);
    this.reports.set(key, report);
    const isNews = earlier === undefined || earlier.verdict !== report.verdict;
    const isMore = earlier?.events.length !== report.events.length || earlier.lostLines !== report.lostLines;
    if (!isNews && !isMore) return;
    const fingerprint = this.fingerprints.get(key);
    if (fingerprint !== undefined) store.keepResult(fingerprint, report);
    const index = indexOf(key);
    onPackage(report, {
      done: this.reports.size,
      total: targets.length,
      isKept,
      index,
      isAgain: earlier !== undefined,
    });
  }

  private keepDurations(items: readonly BatchItem[]): void {
    const measured = new Map<string, number>();
    for (const { key, name } of items) {
      const report = this.reports.get(key);
      if (report && report.verdict !== 'error') measured.set(name, report.durationMs);
    }
    if (measured.size > 0) this.settings.store.keepDurations(measured);
  }
}

const keyOf = (index: number) => `p${index}`;
const indexOf = (key: string) => Number(key.slice(1));

/** Of all of them. */
export const backendOf = (lanes: readonly BatchLane[]) => lanes[0]?.job.backend ?? 'emulator';
