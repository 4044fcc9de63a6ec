// Reading a frame that passes through: the envelope by hand, because this runs for every one, at the host and at its
// clients, and the payload not at all.
import { decodeEnvelope, type Envelope, type EnvelopeResult } from '../../protocol/envelope.js';

export function readFrame(text: string): EnvelopeResult {
  const value = tryParse(text);
  if (isEnvelope(value)) return { ok: true, envelope: value };
  // The slow way says what is wrong.
  return decodeEnvelope(text);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isEnvelope(value: unknown): value is Envelope {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('sessionId' in value))
    return false;
  const requestId = 'requestId' in value ? value.requestId : undefined;
  const version = 'protocolVersion' in value ? value.protocolVersion : undefined;
  return (
    typeof value.type === 'string' &&
    value.type !== '' &&
    typeof value.sessionId === 'string' &&
    (requestId === undefined || (typeof requestId === 'string' && requestId !== '')) &&
    (version === undefined || (Number.isSafeInteger(version) && Number(version) > 0))
  );
}
