// Giving up on something that cannot be stopped itself.
import { BridgeError } from '../protocol/bridge-error.js';

/** Rejects with CANCELLED once the signal is aborted; what comes of the work after that goes to `onLate`. */
export async function untilAbortedAsync<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  what: string,
  onLate: (result: T) => unknown,
): Promise<T> {
  if (!signal) return await work;
  const { promise, cancel } = rejection(signal, what);
  try {
    return await Promise.race([work, promise]);
  } catch (error) {
    if (signal.aborted) work.then(onLate, () => {});
    throw error;
  } finally {
    cancel();
  }
}

function rejection(signal: AbortSignal, what: string): { promise: Promise<never>; cancel: () => void } {
  let cancel = () => {};
  const promise = new Promise<never>((_, reject) => {
    const abort = () =>
      reject(new BridgeError('CANCELLED', `${what} was cancelled.`, { cause: signal.reason }));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    cancel = () => signal.removeEventListener('abort', abort);
  });
  // Work that fails first leaves it to nobody.
  promise.catch(() => {});
  return { promise, cancel };
}
