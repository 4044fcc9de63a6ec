// The wish to end, which commands that take long watch for.
import { BridgeError } from '../protocol/bridge-error.js';

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new BridgeError('CANCELLED', 'The command was interrupted.');
}

/** Commands that stay until they are interrupted wait here. */
export async function untilAbortedAsync(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
