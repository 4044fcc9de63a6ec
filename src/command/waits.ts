// What commands wait for: time on the clock that they are given, and the wish to end.
import { BridgeError } from '../protocol/bridge-error.js';
import type { Clock } from '../support/clock.js';

export function delayAsync(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.setTimer(ms, resolve));
}

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new BridgeError('CANCELLED', 'The command was interrupted.');
}

/** Commands that stay until they are interrupted wait here. */
export async function untilAbortedAsync(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
