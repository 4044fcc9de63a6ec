// Waiting on the clock that was handed in, so that tests decide when time passes.
import type { Clock } from './clock.js';

export function delayAsync(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.setTimer(ms, resolve));
}

/** The promise's outcome, or that of `onTimeout` if that comes first. */
export function withTimeoutAsync<T>(
  clock: Clock,
  timeoutMs: number,
  promise: Promise<T>,
  onTimeout: () => T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(timeoutMs, () => {
      try {
        resolve(onTimeout());
      } catch (error) {
        reject(error);
      }
    });
    promise.then(resolve, reject).finally(() => timer.cancel());
  });
}
