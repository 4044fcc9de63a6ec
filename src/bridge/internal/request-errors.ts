// Why a request ended without an answer, in words, with what is known of its delivery.
import { BridgeError } from '../../protocol/bridge-error.js';
import { nameRequest, titleRequest } from './request-names.js';
import type { PendingRequest } from './request-table.js';

export function disconnectedError(request: PendingRequest): BridgeError {
  const { session, type, delivery } = request;
  const place = session.placeName || 'unnamed place';
  const fate = delivery === 'not-sent' ? 'was not sent' : 'may or may not have been done';
  return new BridgeError(
    'SESSION_DISCONNECTED',
    `The session of ${place} (${session.context}) went away and did not come back; ${nameRequest(type)} ${fate}.`,
    { delivery, details: { sessionId: session.sessionId, request: type } },
  );
}

export function closedError(request: PendingRequest, reason: string): BridgeError {
  return new BridgeError(
    'HOST_UNREACHABLE',
    `${titleRequest(request.type)} was not answered: the connection is over (${reason}).`,
    { delivery: request.delivery, details: { request: request.type } },
  );
}

export function tooLongError(request: PendingRequest, bytes: number, limit: number): BridgeError {
  return new BridgeError(
    'INVALID_PAYLOAD',
    `${titleRequest(request.type)} takes ${bytes} bytes as a message, and the host takes ${limit} at most.`,
    {
      delivery: request.delivery,
      details: { request: request.type },
      hint: 'Send less at a time, or raise the limit where the host is started: serve --limit frame-bytes=BYTES',
    },
  );
}

export function unreadableError(reason: string): BridgeError {
  return new BridgeError('INVALID_RESULT', `The answer could not be read: ${reason}.`, { delivery: 'ran' });
}
