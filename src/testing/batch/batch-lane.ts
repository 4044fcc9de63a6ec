// One place, Studio or process that works through its share of a batch: several scripts at a time where it allows that, and
// again for what came back without a verdict.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergeParts } from '../../emulator/places/index.js';
import { createDeferred } from '../../support/deferred.js';
import type { BuiltPlace, JobContext } from '../jobs/job-context.js';
import { type Beside, Doubts, judgeDoubt, needsProof, type Proof, spoilt } from './batch-doubts.js';
import type { BatchItem, ItemReport } from './batch-item.js';
import { withoutVerdict } from './batch-results.js';
import { HOLDER } from './batch-runner.js';
import { runTaskAsync, type TaskEnd, type TaskSettings } from './batch-task.js';
import { type Capacity, startMs } from './plan-slots.js';

export interface BatchLane {
  readonly job: JobContext;
  /** How many scripts it may run at a time. */
  readonly slots: number;
  /** Between the end of one script and the start of the next one. */
  readonly recycleMs: number;
}

export interface LaneSettings extends Omit<TaskSettings, 'expectedBootMs'> {
  /** How often a package that has no verdict gets a script of its own. */
  readonly retries: number;
  readonly boot: Pick<Capacity, 'startsPerMinute' | 'bootMs' | 'warmBootMs'>;
}

interface Task {
  readonly items: readonly BatchItem[];
  /** How often nothing at all came of them. */
  readonly failures: number;
  /** How it ended beside others, of a package that has to show whether it ends like that by itself. */
  readonly before?: Beside | undefined;
}

/** Resolves when each item has been reported. @param tasks Packages that one script shall run, all of equal settings. */
export async function runLaneAsync(
  lane: BatchLane,
  tasks: readonly (readonly BatchItem[])[],
  settings: LaneSettings,
): Promise<void> {
  const items = tasks.flat();
  if (items.length === 0) return;
  const folder = await mkdtemp(join(tmpdir(), 'studio-bridge-batch-'));
  try {
    const file = join(folder, 'batch.rbxl');
    await writeFile(
      file,
      mergeParts(
        items.map(({ part }) => part),
        HOLDER,
      ),
    );
    await new LaneRun(lane, { source: file, file }, tasks, settings).runAsync();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class LaneRun {
  private readonly queue: Task[];
  private readonly doubts = new Doubts();
  private running = 0;
  private firstStartMs: number | undefined;
  private wake: (() => void)[] = [];
  /** Settles when the first script has its place: it uploads, and the others find it there. */
  private readonly first = createDeferred<void>();

  constructor(
    private readonly lane: BatchLane,
    private readonly built: BuiltPlace,
    tasks: readonly (readonly BatchItem[])[],
    private readonly settings: LaneSettings,
  ) {
    this.queue = tasks.map((items) => ({ items, failures: 0 }));
  }

  async runAsync(): Promise<void> {
    const slots = Array.from({ length: this.lane.slots }, async (_, nth) => {
      if (nth > 0) await this.first.promise;
      await this.serveAsync();
    });
    const results = await Promise.allSettled(slots);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  private async serveAsync(): Promise<void> {
    for (;;) {
      const task = this.queue.shift();
      if (task) {
        await this.runTaskAsync(task);
        if (this.queue.length > 0) await this.pauseAsync();
      } else if (this.running > 0) {
        // What runs elsewhere may come back.
        await new Promise<void>((resolve) => this.wake.push(resolve));
      } else {
        const proof = this.doubts.takeNext();
        if (!proof) return;
        await this.proveAsync(proof);
      }
    }
  }

  private async runTaskAsync(task: Task): Promise<void> {
    this.running++;
    try {
      const settings = {
        ...this.settings,
        expectedBootMs: this.expectedBootMs(task.items),
        onDeployed: () => this.first.resolve(),
        onReport: (done: ItemReport) => this.take(done, task),
      };
      this.handle(task, await runTaskAsync(this.lane.job, this.built, task.items, settings));
    } catch (error) {
      this.giveUpDoubts();
      throw error;
    } finally {
      this.first.resolve();
      this.leave();
    }
  }

  /** Beside the same ones once more; whatever becomes of those is known already. */
  private async proveAsync({ items, doubts }: Proof): Promise<void> {
    this.running++;
    const { onLive, onReport } = this.settings;
    try {
      await this.pauseAsync();
      for (const { alone } of doubts)
        onLive?.again(alone.item, 'It passed by itself: now beside the same packages.');
      const settings = {
        ...this.settings,
        expectedBootMs: this.expectedBootMs(items),
        onReport() {},
        onLive: undefined,
      };
      const { done } = await runTaskAsync(this.lane.job, this.built, items, settings);
      for (const doubt of doubts) {
        onReport(
          judgeDoubt(
            doubt,
            done.find(({ item }) => item === doubt.alone.item),
          ),
        );
      }
    } catch (error) {
      for (const { beside } of doubts) onReport(beside);
      this.giveUpDoubts();
      throw error;
    } finally {
      this.leave();
    }
  }

  private leave(): void {
    this.running--;
    for (const wake of this.wake.splice(0)) wake();
  }

  /** There is no other turn for what is in doubt: what is known of it counts. */
  private giveUpDoubts(): void {
    for (const { before } of this.queue.splice(0)) if (before) this.settings.onReport(before);
    for (const { beside } of this.doubts.takeAll()) this.settings.onReport(beside);
  }

  /** Servers that start before any other has run here start cold; of the first ones it is known when they may start. */
  private expectedBootMs(items: readonly BatchItem[]): number {
    const { boot, clock, startOrder } = this.settings;
    this.firstStartMs ??= clock.now();
    const number = startOrder.numberOf(items);
    const waitMs = number === undefined ? 0 : startMs(number, boot);
    return clock.now() + waitMs - this.firstStartMs < boot.bootMs ? boot.bootMs : boot.warmBootMs;
  }

  private handle(task: Task, end: TaskEnd): void {
    const { failures, before } = task;
    const { done, deferred, suspect, untouched, error = 'There is no verdict.', isAmbiguous } = end;
    for (const one of done) this.take(one, task);
    const hasProgress = done.length > 0 || suspect !== undefined;
    this.defer(deferred, task, hasProgress);
    if (suspect) this.again(suspect, task, error);
    if (untouched.length === 0) return;
    const { retries } = this.settings;
    // A second script of which it is not known whether it runs already would be a third one next time.
    if (isAmbiguous && this.lane.job.backend === 'cloud') this.giveUp(untouched, error, before);
    else if (hasProgress) this.queue.push({ items: untouched, failures });
    else if (failures >= (untouched.length === 1 ? retries : retries + 1)) {
      this.giveUp(untouched, error, before);
    } else this.halve(untouched, failures + 1, before);
  }

  /** What went wrong beside others counts when it goes wrong alone. */
  private take(done: ItemReport, { items, before }: Task): void {
    const { item, report, isDoubtful } = done;
    if (isDoubtful) {
      this.settings.onLive?.again(item, 'It did not pass beside other packages: now by itself.');
      this.queue.push({ items: [item], failures: 0, before: { ...done, company: items } });
    } else if (before && report.verdict === 'passed') {
      if (needsProof(before)) this.doubts.add({ beside: before, alone: done });
      else this.settings.onReport(spoilt(done));
    } else this.settings.onReport(done);
  }

  /** The one that had the whole time has had its turn. */
  private defer(deferred: readonly BatchItem[], { items, before }: Task, hasProgress: boolean): void {
    const [first, ...others] = deferred;
    if (first && !hasProgress && first === items[0]) {
      this.giveUp([first], 'It did not end within the time that one script may take.', before);
      if (others.length > 0) this.queue.push({ items: others, failures: 0 });
    } else if (deferred.length > 0) {
      if (first) this.settings.onLive?.again(first, 'There was no time left for it.');
      this.queue.push({ items: deferred, failures: 0, before });
    }
  }

  /** Once more by itself: maybe another one had spoilt what it ran in. */
  private again(suspect: BatchItem, { items, failures, before }: Task, error: string): void {
    const tried = items.length > 1 ? 0 : failures + 1;
    if (tried >= this.settings.retries) this.giveUp([suspect], error, before);
    else {
      this.settings.onLive?.again(suspect, error);
      this.queue.push({ items: [suspect], failures: tried, before });
    }
  }

  private halve(items: readonly BatchItem[], failures: number, before: Beside | undefined): void {
    const middle = Math.ceil(items.length / 2);
    for (const half of [items.slice(0, middle), items.slice(middle)]) {
      if (half.length > 0) this.queue.push({ items: half, failures, before });
    }
  }

  /** @param before What is known of it already. */
  private giveUp(items: readonly BatchItem[], error: string, before: Beside | undefined): void {
    for (const item of items) this.settings.onReport(before ?? failed(item, error));
  }

  private pauseAsync(): Promise<void> {
    const { clock, signal } = this.settings;
    return new Promise((resolve) => {
      const timer = clock.setTimer(this.lane.recycleMs, done);
      function done() {
        timer.cancel();
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done, { once: true });
    });
  }
}

function failed(item: BatchItem, error: string): ItemReport {
  return {
    item,
    report: {
      name: item.name,
      ...withoutVerdict(error),
      events: [],
      lostLines: 0,
      isLossExact: true,
      rung: 'state-only',
      durationMs: 0,
    },
  };
}
