// What many scripts of Open Cloud work off together: each has something to begin with, and takes the next share of the rest
// whenever it is done. So nobody has to know how long packages take, and all slots are busy to the end.
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { createDeferred } from '../../support/deferred.js';
import { NeedlessScriptError } from '../jobs/job-context.js';
import type { BatchItem, ItemReport } from './batch-item.js';
import type { SharedOrder } from './batch-runner.js';

/**
 * How small shares are, in parts of what one worker does of all, or of what is left: MemoryStore answers an experience that
 * nobody plays a thousand times a minute, and each share is put there and taken once. Smaller ones would only help where
 * nobody works.
 */
const OF_REST = 1.4;
const LEAST = 1 / 14;
/** So few workers share as if they were more, because all of them together ask less. */
const FEW_WORKERS = 100;
/** Of its time a script uses so much at least: for the next share there may be too little. */
const FULL = 0.95;
/** Scripts that wait for the others, so that only they have to be looked at. */
const WAITING = 2;

export interface SharedSettings {
  readonly workers: number;
  /** So many of them start at once; each of those is given a share from the start. */
  readonly startsAtOnce: number;
  readonly patienceSeconds: number;
}

export class SharedWork {
  readonly shares: readonly (readonly BatchItem[])[];
  private readonly name = `studio-bridge-${randomUUID()}`;
  private readonly given: number;
  private readonly patienceSeconds: number;
  private readonly open: Set<BatchItem>;
  private readonly told = new Set<BatchItem>();
  private readonly ending: (() => void)[] = [];
  private readonly exhaustion = createDeferred<void>();
  private readonly completion = new AbortController();
  private exhaustedAtMs: number | undefined;
  private troubledAtMs: number | undefined;
  private working: number;
  /** Scripts of which it is not known whether they work: what is missing at the end may be theirs. */
  private doubt: string | undefined;

  constructor(
    readonly items: readonly BatchItem[],
    { workers, startsAtOnce, patienceSeconds }: SharedSettings,
  ) {
    this.working = workers;
    this.shares = sharesOf(items, workers);
    this.given = Math.min(workers, startsAtOnce, this.shares.length);
    this.patienceSeconds = patienceSeconds;
    this.open = new Set(items);
    // Every script that runs listens to it.
    setMaxListeners(0, this.completion.signal);
  }

  get isExhausted(): boolean {
    return this.exhaustedAtMs !== undefined || this.open.size === 0;
  }

  /** Aborted when all is told of. */
  get completed(): AbortSignal {
    return this.completion.signal;
  }

  /** Some script may still find something to do. */
  get isWorkedOn(): boolean {
    return this.working > 0;
  }

  get doubtful(): string | undefined {
    return this.doubt;
  }

  /** What nobody has told of. */
  get left(): BatchItem[] {
    return [...this.open];
  }

  /** What this worker begins with. */
  startOf(worker: number): readonly BatchItem[] {
    return worker < this.given ? (this.shares[worker] ?? []) : [];
  }

  orderFor(worker: number, first: readonly BatchItem[]): SharedOrder {
    return {
      name: this.name,
      shares: this.shares.map((share) => ({
        keys: share.map(({ key }) => key),
        seconds: secondsOf(share),
      })),
      given: this.given,
      claims: first.length > 0 && first === this.startOf(worker) ? worker + 1 : undefined,
      expectedSeconds: secondsOf(first),
      patienceSeconds: this.isWaiting(worker) ? this.patienceSeconds : 0,
    };
  }

  /** When a script of this worker that was created then may be looked at. @param longestMs Until its time is over. */
  expectedMs(worker: number, createdAtMs: number, longestMs: number): number {
    if (this.isWaiting(worker)) return 0;
    const endMs = this.exhaustedAtMs ?? this.troubledAtMs ?? Number.POSITIVE_INFINITY;
    return Math.min(longestMs * FULL, Math.max(0, endMs - createdAtMs));
  }

  /** Resolves when nothing is left to take. */
  get exhausted(): Promise<void> {
    return this.exhaustion.promise;
  }

  /** The last one to leave ends it. */
  leave(): void {
    this.working--;
    if (this.working === 0) for (const end of this.ending.splice(0)) end();
  }

  onEnd(callback: () => void): void {
    this.ending.push(callback);
  }

  /** Those of which no other script has told before. */
  news(done: readonly ItemReport[]): ItemReport[] {
    const news = done.filter(({ item }) => !this.told.has(item));
    for (const { item } of news) this.told.add(item);
    return news;
  }

  /** These are told of. Once all are, nobody waits for scripts that came too late to find any. */
  remove(items: readonly BatchItem[]): void {
    for (const item of items) this.open.delete(item);
    if (this.open.size > 0) return;
    this.exhaustion.resolve();
    this.completion.abort(new NeedlessScriptError('All is told of already.'));
  }

  exhaust(nowMs: number): void {
    this.exhaustedAtMs ??= nowMs;
    this.exhaustion.resolve();
  }

  /** A script could not ask what is left: what the others do cannot be foretold. */
  trouble(nowMs: number): void {
    this.troubledAtMs ??= nowMs;
  }

  suspect(error: string): void {
    this.doubt ??= error;
  }

  private isWaiting(worker: number): boolean {
    return worker < WAITING;
  }
}

/** Longest first, and smaller and smaller: what is taken last decides when all is done. */
export function sharesOf(items: readonly BatchItem[], workers: number): BatchItem[][] {
  const sorted = [...items].sort((a, b) => b.estimateMs - a.estimateMs);
  const parts = Math.max(FEW_WORKERS, workers);
  const usualMs = sum(sorted) / parts;
  const shares: BatchItem[][] = [];
  let leftMs = sum(sorted);
  let current: BatchItem[] = [];
  let currentMs = 0;
  for (const item of sorted) {
    const wantedMs = Math.max(Math.min((leftMs / parts) * OF_REST, usualMs), usualMs * LEAST);
    if (current.length > 0 && currentMs + item.estimateMs > wantedMs) {
      shares.push(current);
      leftMs -= currentMs;
      current = [];
      currentMs = 0;
    }
    current.push(item);
    currentMs += item.estimateMs;
  }
  return current.length > 0 ? [...shares, current] : shares;
}

const sum = (items: readonly BatchItem[]) => items.reduce((all, { estimateMs }) => all + estimateMs, 0);
const secondsOf = (items: readonly BatchItem[]) => Math.round(sum(items)) / 1000;
