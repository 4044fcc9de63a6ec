// The outermost shape of every frame. The host checks this much and no more: payloads belong to the two ends.
import * as z from 'zod/mini';
import { problemOf } from './schema-demand.js';

export const envelope = z.object({
  type: z.string().check(z.minLength(1)),
  sessionId: z.string(),
  requestId: z.optional(z.string().check(z.minLength(1))),
  protocolVersion: z.optional(z.int().check(z.positive())),
  payload: z.unknown(),
});
export type Envelope = z.infer<typeof envelope>;

export type EnvelopeResult =
  | { ok: true; envelope: Envelope }
  | { ok: false; reason: string; requestId?: string; sessionId?: string };

/**
 * Reads a frame's envelope. A refused frame still yields its `requestId` where one can be read, so that the
 * sender can be told instead of waiting for a time-out.
 */
export function decodeEnvelope(frame: string): EnvelopeResult {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return { ok: false, reason: 'the frame is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, reason: 'the frame is not a JSON object' };
  }
  const parsed = envelope.safeParse(value);
  if (!parsed.success) {
    return { ok: false, reason: problemOf(parsed.error.issues[0]), ...readableIds(value) };
  }
  return { ok: true, envelope: { ...parsed.data, payload: 'payload' in value ? value.payload : undefined } };
}

function readableIds(value: object): { requestId?: string; sessionId?: string } {
  const ids: { requestId?: string; sessionId?: string } = {};
  if ('requestId' in value && typeof value.requestId === 'string' && value.requestId !== '') {
    ids.requestId = value.requestId;
  }
  if ('sessionId' in value && typeof value.sessionId === 'string') ids.sessionId = value.sessionId;
  return ids;
}

/** The frame of a message. */
export function encodeEnvelope(message: Envelope): string {
  return JSON.stringify(message);
}
