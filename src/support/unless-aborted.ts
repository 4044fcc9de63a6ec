// Giving up the wait for something that cannot be stopped itself.

/** Rejects with what `cancelled` makes once the signal is aborted; what comes of the work after that goes to `onLate`. */
export async function unlessAbortedAsync<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  cancelled: (reason: unknown) => Error | Promise<Error>,
  onLate: (result: T) => unknown = () => {},
): Promise<T> {
  if (!signal) return await work;
  let abort = () => {};
  const aborted = new Promise<'aborted'>((resolve) => {
    abort = () => resolve('aborted');
    signal.addEventListener('abort', abort, { once: true });
  });
  if (signal.aborted) abort();
  try {
    const result = await Promise.race([aborted, work.then((value) => ({ value }))]);
    if (result !== 'aborted') return result.value;
  } finally {
    signal.removeEventListener('abort', abort);
  }
  work.then(onLate, () => {});
  throw await cancelled(signal.reason);
}
