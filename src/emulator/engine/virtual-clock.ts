// Time that passes only when there is nothing else to do: whatever waits, waits no real time, and two runs of the same
// script see the same clock.
import type { Clock } from '../../support/clock.js';

/** Time stands still until the function that it returns is called: for work outside that takes real time. */
export type HoldTime = () => () => void;

export interface VirtualClock extends Clock {
  readonly hold: HoldTime;
  /** Forgets all timers. */
  stop(): void;
}

const START_OF_TIME = 1_700_000_000_000;

interface VirtualTimer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

export function createVirtualClock(startWallTime = START_OF_TIME): VirtualClock {
  const timers = new Set<VirtualTimer>();
  let now = 0;
  let order = 0;
  let holds = 0;
  let isScheduled = false;

  const soonest = () =>
    [...timers].reduce<VirtualTimer | undefined>(
      (best, timer) =>
        best && (best.at < timer.at || (best.at === timer.at && best.order < timer.order)) ? best : timer,
      undefined,
    );

  const step = () => {
    isScheduled = false;
    if (holds > 0) return;
    const timer = soonest();
    if (!timer) return;
    timers.delete(timer);
    now = Math.max(now, timer.at);
    try {
      timer.callback();
    } finally {
      schedule();
    }
  };

  // Between two timers, what came from outside has its turn.
  const schedule = () => {
    if (isScheduled || holds > 0 || timers.size === 0) return;
    isScheduled = true;
    setImmediate(step);
  };

  return {
    now: () => now,
    wallTime: () => startWallTime + now,
    setTimer(delayMs, callback) {
      const timer = { at: now + Math.max(0, delayMs), order: order++, callback };
      timers.add(timer);
      schedule();
      return { cancel: () => void timers.delete(timer) };
    },
    hold() {
      holds++;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holds--;
        schedule();
      };
    },
    stop: () => timers.clear(),
  };
}
