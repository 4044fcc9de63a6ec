// What a client and a host say to each other besides relayed requests. A message about the host itself has
// the empty string as its `sessionId`; any other type that a client sends is relayed to the session it names.
import * as z from 'zod/mini';
import { sessionInfo } from './session-info.js';
import { wireObject } from './wire-object.js';

/** The `sessionId` of messages between a client and its host. */
export const HOST_SESSION_ID = '';

/** Host, on connect: the nonce that the client's proof must cover. */
export const clientChallengePayload = wireObject({ nonce: z.string() });
export type ClientChallengePayload = z.infer<typeof clientChallengePayload>;

/** Client: who it is, and the proof that it knows the token (never the token itself). */
export const clientHelloPayload = wireObject({
  clientId: z.string(),
  clientVersion: z.string(),
  nonce: z.string(),
  proof: z.string(),
  /** Whether this client may become the host when the host ends. */
  canSucceed: z.boolean(),
  /** The port that the client dialled, covered by the proof; absent where something may forward it. */
  port: z.optional(z.number()),
});
export type ClientHelloPayload = z.infer<typeof clientHelloPayload>;

/** Host: the proof that it knows the token too, and what is connected. */
export const clientWelcomePayload = wireObject({
  proof: z.string(),
  hostId: z.string(),
  serverVersion: z.string(),
  sessions: z.array(sessionInfo),
  /** Milliseconds since the host bound its port. */
  uptimeMs: z.number(),
  /** Milliseconds until every Studio that looks for a host has had its turn to connect; 0 once it had. */
  settlesInMs: z.optional(z.number()),
  /** The largest frame that it takes; 16 MB unless it says otherwise. */
  maxFrameBytes: z.optional(z.number()),
  /** What it refuses, which whoever takes its place has to refuse as well. */
  readOnly: z.optional(z.boolean()),
  requirePairing: z.optional(z.boolean()),
});
export type ClientWelcomePayload = z.infer<typeof clientWelcomePayload>;

export const sessionConnectedPayload = wireObject({ session: sessionInfo });
export const sessionDisconnectedPayload = wireObject({ sessionId: z.string(), reason: z.string() });

/** Host, before it ends by its own will: clients may take over at once. */
export const hostClosingPayload = wireObject({ reason: z.string() });

/** Host, to a client that sent `hostStatus`: who it is and what it carries. */
export const hostStatusResultPayload = wireObject({
  hostId: z.string(),
  pid: z.number(),
  serverVersion: z.string(),
  uptimeMs: z.number(),
  sessions: z.number(),
  /** Clients in other processes, without the one that asks. */
  clients: z.number(),
});
export type HostStatusResultPayload = z.infer<typeof hostStatusResultPayload>;
