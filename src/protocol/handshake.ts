// How a plugin and a host get to know each other: `hello` or `register`, `welcome`, and `shutdown` at the end.
import * as z from 'zod/mini';
import { pairingOffer } from './pairing.js';
import { capability, sessionContext, sessionOrigin, studioState } from './session-info.js';
import { wireObject, wireRecord } from './wire-object.js';

export const helloPayload = wireObject({
  sessionId: z.string(),
  capabilities: z.optional(z.array(capability)),
  pluginVersion: z.optional(z.string()),
});
export type HelloPayload = z.infer<typeof helloPayload>;

export const registerPayload = wireObject({
  pluginVersion: z.string(),
  instanceId: z.string(),
  context: sessionContext,
  placeName: z.string(),
  placeId: z.number(),
  gameId: z.number(),
  placeFile: z.optional(z.string()),
  state: studioState,
  pid: z.optional(z.number()),
  capabilities: z.array(capability),
  origin: z.optional(sessionOrigin),
  player: z.optional(z.string()),
  /** Actions the plugin still has from an earlier connection: name to content hash. */
  actions: z.optional(wireRecord(z.string())),
  /** From a plugin that was installed with a pairing secret. */
  pairing: z.optional(pairingOffer),
});
export type RegisterPayload = z.infer<typeof registerPayload>;

export const welcomePayload = wireObject({
  sessionId: z.string(),
  capabilities: z.optional(z.array(capability)),
  serverVersion: z.optional(z.string()),
  pluginUpdateAvailable: z.optional(z.boolean()),
  /** True after both sides proved that they know the pairing secret. */
  paired: z.optional(z.boolean()),
  /** The largest frame that the host takes; 16 MB unless it says otherwise. */
  maxFrameBytes: z.optional(z.number()),
});
export type WelcomePayload = z.infer<typeof welcomePayload>;

export const emptyPayload = wireObject({});
