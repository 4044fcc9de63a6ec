// The only place that reads time or sets timers, so that failover and time-out tests can drive a manual clock.

/** A timer that has been set; `cancel` is safe to call at any time, more than once. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds from an arbitrary start; never goes backwards. */
  now(): number;
  /** Unix time in milliseconds. */
  wallTime(): number;
  /** Calls `callback` once, `delayMs` milliseconds from now. A `background` timer does not keep the process alive. */
  setTimer(delayMs: number, callback: () => void, options?: { background?: boolean }): Timer;
}

const MAX_DELAY_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  // Not `performance`, which Node compiles when it is first used.
  now: () => Number(process.hrtime.bigint()) / 1e6,
  wallTime: () => Date.now(),
  setTimer(delayMs, callback, options) {
    const handle = setTimeout(callback, Math.min(Math.max(0, delayMs), MAX_DELAY_MS));
    if (options?.background) handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};

export interface ManualClock extends Clock {
  /** Moves time forward and runs what falls due, in order of time. */
  advance(ms: number): void;
  /** Time passes and nothing runs, as when the machine sleeps; what was due meanwhile is run late, at the end. */
  sleep(ms: number): void;
  /** How many timers are set: a leak shows here. */
  readonly pendingTimers: number;
}

export function createManualClock(startWallTime = 1_700_000_000_000): ManualClock {
  let now = 0;
  let nextId = 0;
  const timers = new Map<number, { at: number; callback: () => void }>();

  const nextDue = (limit: number): [number, { at: number; callback: () => void }] | undefined => {
    let best: [number, { at: number; callback: () => void }] | undefined;
    for (const entry of timers) {
      if (entry[1].at <= limit && (!best || entry[1].at < best[1].at)) best = entry;
    }
    return best;
  };

  return {
    now: () => now,
    wallTime: () => startWallTime + now,
    setTimer(delayMs, callback) {
      const id = nextId++;
      timers.set(id, { at: now + Math.max(0, delayMs), callback });
      return { cancel: () => void timers.delete(id) };
    },
    advance(ms) {
      const limit = now + ms;
      for (let due = nextDue(limit); due; due = nextDue(limit)) {
        timers.delete(due[0]);
        now = due[1].at;
        due[1].callback();
      }
      now = limit;
    },
    sleep(ms) {
      now += ms;
      for (let due = nextDue(now); due; due = nextDue(now)) {
        timers.delete(due[0]);
        due[1].callback();
      }
    },
    get pendingTimers() {
      return timers.size;
    },
  };
}
