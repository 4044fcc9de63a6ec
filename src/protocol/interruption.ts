// What is thrown where a signal ended a wait: who pressed Ctrl+C is told so, and not what was thrown inside.
import { BridgeError } from './bridge-error.js';

/** The signal's own reason, where it was given one. */
export function interruptionOf({ reason }: AbortSignal): unknown {
  const isPlain = reason instanceof Error && reason.name === 'AbortError';
  return isPlain ? new BridgeError('CANCELLED', 'The command was interrupted.', { cause: reason }) : reason;
}
