// Looks at tasks until they end. One is looked at often; where many run at once, there is less room for looking than for
// anything else, and each is left alone until its end is to be expected.
import type { Clock } from '../support/clock.js';
import type { RateLimits } from './rate-limits.js';
import { type CloudTask, hasEnded } from './task.js';
import { waitAsync } from './wait.js';

export interface TaskWait {
  readonly signal?: AbortSignal | undefined;
  readonly onState?: (task: CloudTask) => void;
  /** After so long its end is to be expected; what is known of it may change. */
  readonly expectedMs?: number | ((startedAtMs: number) => number) | undefined;
}

const MINUTE_MS = 60_000;
const LONGEST_POLL_MS = 4_000;
/** The longest where the endpoint has room for more. */
const USUAL_POLL_MS = 2_000;
/** How often it is looked whether an end is to be expected by now. */
const GLANCE_MS = 1_000;
/** Between two looks at a task, as a part of its age. */
const POLL_SHARE = 0.15;
/** The least, by how much of what the endpoint allows is used. */
const SHORTEST_POLLS = [
  { usedShare: 0.3, pollMs: 40 },
  { usedShare: 0.6, pollMs: 1_000 },
  { usedShare: Number.POSITIVE_INFINITY, pollMs: LONGEST_POLL_MS },
];
/** Of many tasks: from one look to the next, by how many are looked at. */
const TURN_OF_ONE_MS = 60;
/** How much of what the endpoint allows all of them may use by looking at the usual pace. */
const CROWD_SHARE = 0.8;

export class TaskWatch {
  private watched = 0;
  /** Those whose end is to be expected. */
  private due = 0;

  constructor(
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly lookAsync: (path: string, signal?: AbortSignal) => Promise<CloudTask>,
  ) {}

  async untilEndedAsync(
    path: string,
    { signal, onState, expectedMs = 0 }: TaskWait = {},
  ): Promise<CloudTask> {
    const startedAt = this.clock.now();
    const expected = () => (typeof expectedMs === 'number' ? expectedMs : expectedMs(startedAt));
    let isDue = false;
    this.watched++;
    try {
      for (;;) {
        const earlyMs = startedAt + expected() - this.clock.now();
        if (earlyMs > 0 && this.isCrowded()) {
          await waitAsync(this.clock, Math.min(earlyMs, GLANCE_MS), signal);
          continue;
        }
        if (!isDue) this.due++;
        isDue = true;
        const task = await this.lookAsync(path, signal);
        onState?.(task);
        if (hasEnded(task)) return task;
        await waitAsync(this.clock, this.pauseMs(this.clock.now() - startedAt, earlyMs), signal);
      }
    } finally {
      this.watched--;
      if (isDue) this.due--;
    }
  }

  private isCrowded(): boolean {
    const looks = this.watched * (MINUTE_MS / LONGEST_POLL_MS);
    return looks > this.limits.perMinute('getTask') * CROWD_SHARE;
  }

  private pauseMs(ageMs: number, earlyMs: number): number {
    const usedShare = this.limits.usedShare('getTask');
    const least = SHORTEST_POLLS.find((step) => usedShare <= step.usedShare)?.pollMs ?? LONGEST_POLL_MS;
    if (!this.isCrowded()) return Math.max(least, Math.min(USUAL_POLL_MS, ageMs * POLL_SHARE));
    // From when its end was to be expected on: soon again, but not all of them at once.
    const lateMs = Math.max(0, -earlyMs);
    return Math.max(least, this.due * TURN_OF_ONE_MS, Math.min(USUAL_POLL_MS, lateMs * POLL_SHARE));
  }
}
