// Why a part of the emulator did not start, or was given up. The class is loaded here, because it brings the schema
// library with it, which a start that succeeds does not need.
import type { WorkerFailure } from './studio/worker-messages.js';

export async function startErrorAsync({ message, code, hint }: WorkerFailure): Promise<Error> {
  const { BridgeError } = await import('../protocol/bridge-error.js');
  return new BridgeError(code ?? 'EMULATOR_UNAVAILABLE', message, hint === undefined ? {} : { hint });
}

export function cancelledAsync(what: string): Promise<Error> {
  return startErrorAsync({ code: 'CANCELLED', message: `${what} was cancelled.` });
}
