// One place, Studio or process that works through its share of a batch: several scripts at a time where it allows that, and
// again for what came back without a verdict.
import { createDeferred } from '../../support/deferred.js';
import type { BuiltPlace, JobContext } from '../jobs/job-context.js';
import {
  ALONE_RUNS,
  type Beside,
  type Doubt,
  Doubts,
  judgeDoubt,
  needsProof,
  type Proof,
  spoilt,
} from './batch-doubts.js';
import type { BatchItem, ItemReport } from './batch-item.js';
import { unranReport } from './batch-results.js';
import { runTaskAsync, type Sharing, type TaskEnd, type TaskSettings } from './batch-task.js';
import { type Capacity, startMs, tasksOf } from './plan-slots.js';
import type { SharedWork } from './shared-work.js';

export interface BatchLane {
  readonly job: JobContext;
  /** How many scripts it may run at a time. */
  readonly slots: number;
  /** Between the end of one script and the start of the next one. */
  readonly recycleMs: number;
  /** Lanes of the same name can share their work. */
  readonly sharesWith?: string | undefined;
}

/** What a lane has to do. */
export interface Shift {
  readonly lane: BatchLane;
  /** What each of its slots is to run. */
  readonly lists: readonly (readonly BatchItem[])[];
}

/** A part in what several lanes share. */
export interface SharedShift {
  readonly work: SharedWork;
  /** A number for each slot. */
  readonly workers: readonly number[];
}

export interface LaneSettings extends Omit<TaskSettings, 'expectedBootMs' | 'sharing'> {
  /** How often a package that has no verdict gets a script of its own. */
  readonly retries: number;
  /** Nothing can go on: what else runs ends as well. */
  readonly onFault?: ((error: unknown) => void) | undefined;
  readonly boot: Pick<Capacity, 'startsPerMinute' | 'bootMs' | 'warmBootMs'>;
}

interface Task {
  readonly items: readonly BatchItem[];
  /** How often nothing at all came of them. */
  readonly failures: number;
  /** How it ended beside others, of a package that has to show whether it ends like that by itself. */
  readonly before?: Beside | undefined;
  /** How it ended by itself since. */
  readonly alone?: readonly ItemReport[] | undefined;
}

export class LaneRun {
  private readonly queue: Task[];
  private readonly doubts = new Doubts();
  private running = 0;
  private firstStartMs: number | undefined;
  private wake: (() => void)[] = [];
  /** Settles when the first script has its place: it uploads, and the others find it there. */
  private readonly first = createDeferred<void>();

  private readonly lane: BatchLane;

  constructor(
    private readonly shift: Shift,
    private readonly built: BuiltPlace,
    private readonly settings: LaneSettings,
    private readonly shared?: SharedShift,
  ) {
    this.lane = shift.lane;
    this.queue = shared ? [] : this.tasksOf(shift.lists);
    shared?.work.onEnd(() => this.takeRest(shared.work));
  }

  /** Resolves when each item has been reported. */
  async runAsync(): Promise<void> {
    const { shared } = this;
    const slots = Array.from({ length: this.lane.slots }, async (_, nth) => {
      if (nth > 0) await this.first.promise;
      const worker = shared?.workers[nth];
      if (shared && worker !== undefined) await this.shareAsync(shared.work, worker);
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
      } else if (this.running > 0 || this.shared?.work.isWorkedOn) {
        // What runs elsewhere may come back.
        await new Promise<void>((resolve) => this.wake.push(resolve));
      } else {
        const proof = this.doubts.takeNext();
        if (!proof) return;
        await this.proveAsync(proof);
      }
    }
  }

  /** Takes part in what is shared until nothing is left of it. */
  private async shareAsync(work: SharedWork, worker: number): Promise<void> {
    const { clock } = this.settings;
    let first = work.startOf(worker);
    try {
      await this.untilDueAsync(work, worker);
      let isOver = work.isExhausted;
      while (!isOver) {
        const task = { items: work.items, failures: 0 };
        const end = await this.executeAsync(task, { work, worker, first });
        if (!end) return;
        if (end.isExhausted) work.exhaust(clock.now());
        if (end.problem !== undefined) work.trouble(clock.now());
        const { ran, deferred } = end;
        // If it never begins, others take over what it was given.
        if (end.isAmbiguous) work.suspect(end.error ?? 'It is not known whether it ran.');
        else {
          this.handle({ items: ran, failures: 0 }, { ...end, done: work.news(end.done), deferred: [] });
          work.remove(ran);
        }
        first = deferred;
        isOver = work.isExhausted || end.problem !== undefined || end.done.length === 0;
        if (!isOver) await this.pauseAsync();
      }
      if (first.length > 0) this.queue.push({ items: first, failures: 0 });
    } finally {
      this.first.resolve();
      work.leave();
    }
  }

  /** Where only so many scripts may start in a minute, until it is this one's turn, or too late for it. */
  private async untilDueAsync(work: SharedWork, worker: number): Promise<void> {
    const { boot, clock } = this.settings;
    const waitMs = startMs(worker, boot);
    if (waitMs === 0) return;
    const due = createDeferred<void>();
    const timer = clock.setTimer(waitMs, () => due.resolve());
    await Promise.race([due.promise, work.exhausted]);
    timer.cancel();
  }

  /** What nobody has told of, now that nobody works on it any more. */
  private takeRest(work: SharedWork): void {
    const left = new Set(work.left);
    const lists = this.shift.lists.map((list) => list.filter((item) => left.has(item)));
    if (work.doubtful === undefined) this.queue.push(...this.tasksOf(lists));
    else this.giveUp(lists.flat(), work.doubtful, undefined);
    for (const wake of this.wake.splice(0)) wake();
  }

  private tasksOf(lists: readonly (readonly BatchItem[])[]): Task[] {
    const { maxTaskMs = Number.POSITIVE_INFINITY } = this.settings;
    return tasksOf(lists, maxTaskMs).map((items) => ({ items, failures: 0 }));
  }

  private async runTaskAsync(task: Task): Promise<void> {
    const end = await this.executeAsync(task);
    if (end) this.handle(task, end);
  }

  /** Undefined where others have told of everything before it came to its end. */
  private async executeAsync(task: Task, sharing?: Sharing): Promise<TaskEnd | undefined> {
    const { signal } = this.settings;
    this.running++;
    try {
      const settings = {
        ...this.settings,
        signal: sharing ? AbortSignal.any([signal, sharing.work.completed]) : signal,
        sharing,
        expectedBootMs: this.expectedBootMs(task.items),
        onDeployed: () => this.first.resolve(),
        onReport: (done: ItemReport) => this.take(done, task),
      };
      return await runTaskAsync(this.lane.job, this.built, task.items, settings);
    } catch (error) {
      if (sharing?.work.completed.aborted && !signal.aborted) return undefined;
      this.giveUpDoubts();
      this.settings.onFault?.(error);
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
      for (const { beside } of doubts)
        onLive?.again(beside.item, 'It passed by itself: now beside the same packages.');
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
            done.find(({ item }) => item === doubt.beside.item),
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
  private take(done: ItemReport, { items, before, alone = [] }: Task): void {
    const { item, report, isDoubtful } = done;
    if (isDoubtful) {
      this.settings.onLive?.again(item, 'It did not pass beside other packages: now by itself.');
      this.queue.push({ items: [item], failures: 0, before: { ...done, company: items } });
    } else if (before && needsProof(before) && (report.verdict === 'passed' || alone.length > 0)) {
      this.doubt({ beside: before, alone: [...alone, done] });
    } else if (before && report.verdict === 'passed') this.settings.onReport(spoilt(done));
    else this.settings.onReport(done);
  }

  /** Once is chance: it has to pass by itself several times before others can be to blame. */
  private doubt({ beside, alone }: Doubt): void {
    const { item } = beside;
    if (alone.at(-1)?.report.verdict !== 'passed') {
      this.settings.onReport(judgeDoubt({ beside, alone }, undefined));
    } else if (alone.length === ALONE_RUNS) this.doubts.add({ beside, alone });
    else {
      this.settings.onLive?.again(item, 'It passed by itself: once more, because that may be chance.');
      this.queue.push({ items: [item], failures: 0, before: beside, alone });
    }
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
    const { backend } = this.lane.job;
    for (const item of items)
      this.settings.onReport(before ?? { item, report: unranReport(item.name, error, backend) });
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
