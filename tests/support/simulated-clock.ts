// Time that passes only when nothing else is left to do: hours of waiting in a moment, and the same in every run.
import type { Clock } from '../../src/support/clock.js';

interface Due {
  readonly at: number;
  readonly callback: () => void;
}

const TURNS = 4;

/** Whatever is due without time passing comes first. */
const turnAsync = () => new Promise<void>((resolve) => setImmediate(resolve));

export class SimulatedClock implements Clock {
  private nowMs = 0;
  private readonly timers = new Set<Due>();

  now = () => this.nowMs;
  wallTime = () => 1_700_000_000_000 + this.nowMs;

  setTimer = (delayMs: number, callback: () => void) => {
    const due = { at: this.nowMs + Math.max(0, delayMs), callback };
    this.timers.add(due);
    return { cancel: () => void this.timers.delete(due) };
  };

  /** @param isBusy Whether something goes on that takes no simulated time, such as reading a file. */
  async runAsync<Value>(work: Promise<Value>, isBusy: () => boolean): Promise<Value> {
    let isOver = false;
    const over = work.finally(() => {
      isOver = true;
    });
    over.catch(() => {});
    while (!isOver) {
      for (let turn = 0; turn < TURNS; turn++) await turnAsync();
      const next = this.soonest();
      if (isOver) break;
      if (isBusy() || !next) continue;
      this.timers.delete(next);
      this.nowMs = Math.max(this.nowMs, next.at);
      next.callback();
    }
    return await over;
  }

  private soonest(): Due | undefined {
    let soonest: Due | undefined;
    for (const due of this.timers) if (!soonest || due.at < soonest.at) soonest = due;
    return soonest;
  }
}
