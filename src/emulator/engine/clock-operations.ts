// The engine's only sources of time, so that a virtual clock is all that virtual time needs.
import { type Clock, systemClock } from '../../support/clock.js';
import type { Operations } from './operations.js';

export function clockOperations(clock: Clock): Operations {
  return {
    /** In seconds; the event loop is told the times to wake at by the same clock. */
    'clock.now': () => ({ number: clock.now() / 1000 }),
    /** In seconds of real time, whatever the clock is. */
    'clock.real': () => ({ number: systemClock.now() / 1000 }),
    /** Unix time in seconds. */
    'clock.wall': () => ({ number: clock.wallTime() / 1000 }),
  };
}
