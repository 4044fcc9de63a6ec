// An abort signal on a request: the plugin is told to stop, and the caller hears the end of it from the plugin,
// but not for ever.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { Clock, Timer } from '../../support/clock.js';
import type { BridgeClient } from './bridge-client.js';
import { titleRequest } from './request-names.js';
import type { PendingRequest } from './request-table.js';

/** For the plugin to stop a script and say so. */
const CANCEL_GRACE_MS = 2_000;

/** Returns the means to stop listening to the signal. */
export function cancelOnAbort(
  client: BridgeClient,
  clock: Clock,
  request: PendingRequest,
  signal: AbortSignal,
): () => void {
  let timer: Timer | undefined;
  const onAbort = () => {
    const message = `${titleRequest(request.type)} was cancelled.`;
    const end = () =>
      client.fail(request.requestId, new BridgeError('CANCELLED', message, { delivery: request.delivery }));
    if (request.delivery === 'not-sent' || request.session.protocolVersion < 2) {
      client.cancel(request);
      client.abandon(request.requestId);
      end();
      return;
    }
    client.cancel(request);
    timer = clock.setTimer(CANCEL_GRACE_MS, () => {
      client.abandon(request.requestId);
      end();
    });
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return () => {
    timer?.cancel();
    signal.removeEventListener('abort', onAbort);
  };
}
