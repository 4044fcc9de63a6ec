// A pause that an AbortSignal ends.
import { interruptionOf } from '../protocol/interruption.js';
import type { Clock } from '../support/clock.js';

/** @throws As soon as the signal is aborted: its reason, or CANCELLED where it was given none. */
export function waitAsync(clock: Clock, durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(interruptionOf(signal));
    const onAbort = () => {
      timer.cancel();
      if (signal) reject(interruptionOf(signal));
    };
    const timer = clock.setTimer(durationMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
