// One script for several packages, from its start to what is known of each of them then.
import type { Clock } from '../../support/clock.js';
import {
  type BuiltPlace,
  type Deployment,
  infrastructureResult,
  type JobContext,
  type JobLogs,
  type PhaseReport,
  type ScriptRunResult,
} from '../jobs/job-context.js';
import type { RunEvent } from '../results/run-report.js';
import type { TestCase } from '../results/test-results.js';
import type { TestOrder } from '../runner/runner-script.js';
import type { BatchItem, ItemReport } from './batch-item.js';
import { BatchMarks } from './batch-marks.js';
import { foundSpecs, judgeOutcome, type PackageOutcome, readBatchResults } from './batch-results.js';
import { batchScript } from './batch-runner.js';
import type { SharedWork } from './shared-work.js';
import type { StartOrder } from './start-order.js';
import { TaskSections } from './task-sections.js';

export interface TaskSettings {
  readonly tests: Omit<TestOrder, 'nonce'>;
  readonly packageMs: number;
  /** How long one script may take; where nothing limits it, it is as long as its packages may take. */
  readonly maxTaskMs?: number | undefined;
  /** It runs `first` of its packages, and of the others what is left when it is done. */
  readonly sharing?: Sharing | undefined;
  /** From the start of the script until its first package runs. */
  readonly expectedBootMs: number;
  readonly startOrder: StartOrder;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What is known of a package while the script goes on. */
  readonly onReport: (done: ItemReport) => void;
  /** Told while the script runs, where the backend streams. */
  readonly onLive?: LiveListener | undefined;
  readonly onPhase?: ((report: PhaseReport) => void) | undefined;
  /** Called with the place of a package that is alone in it, after its tests. */
  readonly afterwardsAsync?:
    | ((item: BatchItem, job: JobContext, deployment: Deployment) => Promise<void>)
    | undefined;
  /** The place is there, and the script is about to start. */
  readonly onDeployed?: (() => void) | undefined;
}

export interface Sharing {
  readonly work: SharedWork;
  readonly worker: number;
  readonly first: readonly BatchItem[];
}

/** What happens in a package, as soon as it is known. */
export interface LiveListener {
  begin(item: BatchItem): void;
  output(item: BatchItem, event: RunEvent): void;
  test(item: BatchItem, test: TestCase): void;
  /** It has to run again: nothing of what was told of it counts. */
  again(item: BatchItem, why: string): void;
}

export interface TaskEnd {
  /** In the order in which they ran, where that is known. */
  readonly ran: readonly BatchItem[];
  /** Packages with a verdict, or with a reason why there will be none. */
  readonly done: readonly ItemReport[];
  /** There was no time for them. */
  readonly deferred: readonly BatchItem[];
  /** It had begun when everything ended. */
  readonly suspect?: BatchItem | undefined;
  /** They never began. */
  readonly untouched: readonly BatchItem[];
  /** Why the script ended before it had run all. */
  readonly error?: string | undefined;
  /** Whether the script runs, or ran, is not known. */
  readonly isAmbiguous: boolean;
  /** Nothing is left of what it shared. */
  readonly isExhausted: boolean;
  /** Why it does not know what is left. */
  readonly problem?: string | undefined;
}

/** Of the time of a script, for starting it and for what it returns. */
const MARGIN_MS = 30_000;
/** From the end of the last package to that of the script. */
const SETTLE_MS = 1_000;
/** How much longer than its time a package may be silent before the whole is given up. */
const STALL_MS = 15_000;
/** Below what Open Cloud returns at most. */
const RESULT_BYTES = 3_000_000;
const NO_LOGS: JobLogs = { events: [], lostLines: 0, isLossExact: true, rung: 'live' };

export async function runTaskAsync(
  job: JobContext,
  built: BuiltPlace,
  items: readonly BatchItem[],
  settings: TaskSettings,
): Promise<TaskEnd> {
  const task = new BatchTask(job, items, settings);
  return await task.runAsync(built);
}

class BatchTask {
  private readonly marks: BatchMarks;
  private readonly names: ReadonlyMap<string, string>;
  private readonly live: TaskSections;
  private readonly stalled = new AbortController();
  private readonly signal: AbortSignal;
  private readonly byKey: ReadonlyMap<string, BatchItem>;
  /** What the script runs as far as that is known. */
  private ran: readonly BatchItem[];
  private cancelStall = () => {};

  constructor(
    private readonly job: JobContext,
    private readonly items: readonly BatchItem[],
    private readonly settings: TaskSettings,
  ) {
    this.marks = new BatchMarks(items.map(({ key }) => key));
    this.names = new Map(items.map(({ key, name }) => [key, name]));
    this.byKey = new Map(items.map((item) => [item.key, item]));
    this.ran = items;
    this.live = new TaskSections(this.marks, this.names);
    this.signal = AbortSignal.any([settings.signal, this.stalled.signal]);
  }

  async runAsync(built: BuiltPlace): Promise<TaskEnd> {
    const { job, items, settings } = this;
    let deployment: Deployment | undefined;
    let result: ScriptRunResult;
    let logs = NO_LOGS;
    try {
      const packageName = items.length === 1 ? (items[0]?.name ?? '') : `${items.length} packages`;
      const options = { packageName, signal: this.signal, onPhase: settings.onPhase };
      deployment = await job.deployBuiltPlaceAsync(built, options);
      settings.onDeployed?.();
      await settings.startOrder.enterAsync(items);
      result = await this.executeAsync(deployment, packageName);
      const [only] = items.length === 1 ? items : [];
      if (only) await settings.afterwardsAsync?.(only, job, deployment);
      logs = await job.getLogsAsync(deployment);
    } catch (error) {
      if (settings.signal.aborted) {
        // There is no other turn for what is in doubt.
        for (const item of items) this.tell(item, true);
        throw error;
      }
      result = this.stalled.signal.aborted
        ? { success: false, error: 'It stopped answering.' }
        : infrastructureResult(error);
      // What came before is not lost with the rest.
      if (deployment) logs = await job.getLogsAsync(deployment).catch(() => NO_LOGS);
    } finally {
      this.cancelStall();
      settings.startOrder.pass(items);
      if (deployment) await job.releaseAsync(deployment);
    }
    return this.conclude(result, logs);
  }

  private executeAsync(deployment: Deployment, packageName: string): Promise<ScriptRunResult> {
    const { items, settings, marks } = this;
    const { packageMs, maxTaskMs, tests, sharing, expectedBootMs } = settings;
    const allMs = items.length * packageMs + MARGIN_MS;
    const taskMs = maxTaskMs === undefined ? allMs : Math.min(allMs, maxTaskMs);
    const workMs = taskMs - Math.min(MARGIN_MS, taskMs / 4);
    const own = sharing?.first ?? items;
    const ownMs = own.reduce((sum, { estimateMs }) => sum + estimateMs, expectedBootMs + SETTLE_MS);
    const order = {
      keys: own.map(({ key }) => key),
      shared: sharing?.work.orderFor(sharing.worker, sharing.first),
      tests,
      packageSeconds: packageMs / 1000,
      totalSeconds: workMs / 1000,
      resultBytes: RESULT_BYTES,
    };
    return this.job.runScriptAsync(deployment, {
      source: batchScript(order, marks),
      mark: marks.mark,
      expectedMs: sharing
        ? (createdAtMs) => sharing.work.expectedMs(sharing.worker, createdAtMs, expectedBootMs + workMs)
        : ownMs,
      packageName,
      timeoutMs: taskMs,
      signal: this.signal,
      onPhase: settings.onPhase,
      // Many at once would take each other's room there; each one's results come when it ends.
      ...(this.job.backend === 'cloud' ? {} : { onEvent: (event: RunEvent) => this.hear(event) }),
    });
  }

  private hear(event: RunEvent): void {
    const line = this.live.hear(event);
    if (!line) return;
    const item = this.byKey.get(line.key);
    if (!item) return;
    const { onLive } = this.settings;
    if (line.kind === 'output') onLive?.output(item, line.event);
    else if (line.kind === 'tests') for (const test of line.tests) onLive?.test(item, test);
    else {
      this.cancelStall();
      if (line.kind === 'ends') this.tell(item);
      else {
        onLive?.begin(item);
        this.watchForStall();
      }
    }
  }

  /** A package that blocks everything cannot be ended from within. */
  private watchForStall(): void {
    const { clock, packageMs } = this.settings;
    const timer = clock.setTimer(packageMs + STALL_MS, () => this.stalled.abort());
    this.cancelStall = () => timer.cancel();
  }

  private tell(item: BatchItem, isLast = false): void {
    const { outcome } = this.live.get(item.key);
    if (!outcome || outcome.state === 'deferred') return;
    const done = this.report(item, outcome, this.live, { ...NO_LOGS, rung: 'live' });
    if (!done.isDoubtful || isLast) this.settings.onReport({ ...done, isDoubtful: false });
  }

  /** What was returned counts before what was printed. */
  private conclude(
    { error, success, returnValues, isAmbiguous = false }: ScriptRunResult,
    logs: JobLogs,
  ): TaskEnd {
    const returned = success ? readBatchResults(returnValues) : undefined;
    const sections = TaskSections.of(logs, this.marks, this.names);
    const ended = new Map(returned?.packages.map((one) => [one.key, one]));
    this.ran = this.ranItems(returned, sections);
    const outcomeOf = (key: string) =>
      returned ? ended.get(key) : (sections.get(key).outcome ?? this.live.get(key).outcome);
    const hasBegun = (key: string) => sections.get(key).hasBegun || this.live.get(key).hasBegun;
    const done: ItemReport[] = [];
    const open: BatchItem[] = [];
    const deferred: BatchItem[] = [];
    for (const item of this.ran) {
      const outcome = outcomeOf(item.key);
      if (outcome && outcome.state !== 'deferred') done.push(this.report(item, outcome, sections, logs));
      else if (outcome) deferred.push(item);
      else open.push(item);
    }
    const suspect = returned ? undefined : open.find(({ key }) => hasBegun(key));
    const untouched = open.filter((item) => item !== suspect);
    const why = error ?? (returned ? undefined : 'The runner returned no results: a test may have ended it.');
    const wasNotSeen = done.length === 0 && suspect === undefined;
    return {
      ran: this.ran,
      done,
      // The runner names what it had no time for.
      deferred: returned ? [...deferred, ...untouched] : deferred,
      suspect,
      untouched: returned ? [] : untouched,
      error: why,
      isAmbiguous: isAmbiguous && wasNotSeen,
      isExhausted: returned?.isExhausted === true,
      problem: returned?.problem,
    };
  }

  /** Of what is shared, others may have run the rest. */
  private ranItems(
    returned: ReturnType<typeof readBatchResults>,
    sections: TaskSections,
  ): readonly BatchItem[] {
    const { sharing } = this.settings;
    if (!sharing) return this.items;
    const keys = returned
      ? [...returned.packages.map(({ key }) => key), ...returned.deferred]
      : [...sections.begun, ...sharing.first.map(({ key }) => key)];
    return [...new Set(keys)].flatMap((key) => this.byKey.get(key) ?? []);
  }

  private report(
    item: BatchItem,
    outcome: PackageOutcome,
    sections: TaskSections,
    logs: JobLogs,
  ): ItemReport {
    const { events, told, tests, hasBegun } = sections.get(item.key);
    const running = tests.runningTitle;
    // What is lost is the start of everything: of the first package whose beginning is not there, and maybe of more.
    const isCut = !hasBegun && logs.lostLines > 0;
    const firstCut = this.ran.find(({ key }) => !sections.get(key).hasBegun);
    const { isScript } = item;
    const { packageMs: timeoutMs, tests: choice } = this.settings;
    const judgement = judgeOutcome(outcome, { isScript, told, running, timeoutMs, choice });
    const isShort = !isScript && (foundSpecs(outcome) ?? 0) < (item.specs ?? 0);
    const isBad = judgement.verdict === 'failed' || judgement.verdict === 'error' || isShort;
    return {
      item,
      // Who had all of its time has had its turn.
      isDoubtful: isBad && outcome.state !== 'late' && item !== this.ran[0],
      report: {
        name: item.name,
        ...judgement,
        events,
        lostLines: isCut && item === firstCut ? logs.lostLines : 0,
        isLossExact: logs.isLossExact && !isCut,
        rung: logs.rung,
        durationMs: outcome.durationMs,
      },
    };
  }
}
