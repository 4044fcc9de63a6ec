// Time that goes by faster, for what takes half a minute on real sockets. A second stays a second, because a machine
// that is busy needs that long to answer.
import { type Clock, systemClock } from '../../src/support/clock.js';

const LEAST_MS = 1_000;

export function createFastClock(times: number): Clock {
  return {
    now: () => systemClock.now() * times,
    wallTime: () => systemClock.wallTime(),
    setTimer: (delayMs, callback, options) =>
      systemClock.setTimer(Math.max(delayMs / times, Math.min(delayMs, LEAST_MS)), callback, options),
  };
}
