// Time that goes by faster, for what takes half a minute on real sockets.
import { type Clock, systemClock } from '../../src/support/clock.js';

export function createFastClock(times: number): Clock {
  return {
    now: () => systemClock.now() * times,
    wallTime: () => systemClock.wallTime(),
    setTimer: (delayMs, callback, options) => systemClock.setTimer(delayMs / times, callback, options),
  };
}
