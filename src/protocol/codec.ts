// Whole messages from frames and back, for whoever stands at one end: tests, sniffers, other peers.
import type * as z from 'zod/mini';
import { decodeEnvelope, type Envelope, encodeEnvelope } from './envelope.js';
import { PLUGIN_MESSAGES, SERVER_MESSAGES } from './message-catalog.js';
import { problemOf } from './schema-demand.js';

type Catalog = typeof PLUGIN_MESSAGES | typeof SERVER_MESSAGES;
type MessageOf<Entries extends Catalog> = {
  [Type in keyof Entries & string]: Omit<Envelope, 'type' | 'payload'> & {
    type: Type;
    payload: Entries[Type] extends { payload: infer Schema extends z.ZodMiniType } ? z.output<Schema> : never;
  };
}[keyof Entries & string];

export type PluginMessage = MessageOf<typeof PLUGIN_MESSAGES>;
export type ServerMessage = MessageOf<typeof SERVER_MESSAGES>;

export type DecodeResult<Message> =
  | { ok: true; message: Message }
  /** `unknown-type` is to be ignored; `invalid` is to be answered where there is a `requestId`. */
  | { ok: false; kind: 'unknown-type' | 'invalid'; reason: string; requestId?: string };

/** Reads a frame that a plugin sent. */
export function decodePluginMessage(frame: string): DecodeResult<PluginMessage> {
  return decode<PluginMessage>(frame, PLUGIN_MESSAGES);
}

/** Reads a frame that a host sent to a plugin. */
export function decodeServerMessage(frame: string): DecodeResult<ServerMessage> {
  return decode<ServerMessage>(frame, SERVER_MESSAGES);
}

export function encodeMessage(message: PluginMessage | ServerMessage): string {
  return encodeEnvelope(message);
}

function decode<Message>(frame: string, catalog: Catalog): DecodeResult<Message> {
  const result = decodeEnvelope(frame);
  if (!result.ok) return { ok: false, kind: 'invalid', reason: result.reason, ...idOf(result) };
  const { envelope } = result;
  const known = Object.entries(catalog).find(([type]) => type === envelope.type)?.[1];
  if (!known) {
    return {
      ok: false,
      kind: 'unknown-type',
      reason: `no message of type ${envelope.type}`,
      ...idOf(envelope),
    };
  }
  if (known.requestId === 'required' && envelope.requestId === undefined) {
    return { ok: false, kind: 'invalid', reason: `${envelope.type} needs a requestId` };
  }
  const payload = known.payload.safeParse(envelope.payload);
  if (!payload.success) {
    return {
      ok: false,
      kind: 'invalid',
      reason: `${envelope.type}: ${problemOf(payload.error.issues[0], 'payload')}`,
      ...idOf(envelope),
    };
  }
  return { ok: true, message: { ...envelope, payload: payload.data } as Message };
}

function idOf(from: { requestId?: string | undefined }): { requestId?: string } {
  return from.requestId === undefined ? {} : { requestId: from.requestId };
}
