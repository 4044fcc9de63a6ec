// What a client asks of the host itself instead of a session: who it is, and to end. Clients have proved by then that
// they know the token.
import { BridgeError } from '../../../protocol/bridge-error.js';
import { HOST_SESSION_ID, type HostStatusResultPayload } from '../../../protocol/client-messages.js';
import type { Envelope } from '../../../protocol/envelope.js';
import { errorToPayload } from '../../../protocol/error-payload.js';

export interface RequestedHost {
  readonly isStoppable: boolean;
  status(): HostStatusResultPayload;
  /** Called once the answer is on its way. */
  stopRequested(): void;
}

interface Requester {
  send(message: Envelope): void;
}

/** False if it is not a request to the host. */
export function answerHostRequest(host: RequestedHost, client: Requester, envelope: Envelope): boolean {
  const { type, requestId } = envelope;
  if (requestId === undefined) return false;
  const answer = (answerType: string, payload: unknown) =>
    client.send({ type: answerType, sessionId: HOST_SESSION_ID, requestId, payload });
  if (type === 'hostStatus') {
    answer('hostStatusResult', host.status());
  } else if (type === 'stopHost' && host.isStoppable) {
    answer('stopHostResult', {});
    host.stopRequested();
  } else if (type === 'stopHost') {
    answer('error', errorToPayload(notStoppable()));
  } else {
    return false;
  }
  return true;
}

function notStoppable(): BridgeError {
  return new BridgeError(
    'CAPABILITY_NOT_SUPPORTED',
    `The host (process ${process.pid}) is not one that serve started: it ends when its own work is done.`,
    { delivery: 'not-sent' },
  );
}
