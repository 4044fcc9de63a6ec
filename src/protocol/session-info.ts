// What is known about a session: one plugin in one DataModel of one Studio.
import * as z from 'zod/mini';
import { SESSION_CONTEXTS } from './session-contexts.js';

export const sessionContext = z.enum(SESSION_CONTEXTS);
export type SessionContext = z.infer<typeof sessionContext>;

export const studioState = z.enum(['Edit', 'Play', 'Paused', 'Run', 'Server', 'Client']);
export type StudioState = z.infer<typeof studioState>;

/** `user`: opened by hand. `managed`: started by this tool. `emulator`: not Studio but the emulated one. */
export const sessionOrigin = z.enum(['user', 'managed', 'emulator']);
export type SessionOrigin = z.infer<typeof sessionOrigin>;

/** Strings, so that a later peer may offer capabilities this build has not heard of. */
export const capability = z.string();
export type Capability = z.infer<typeof capability>;

export const CAPABILITIES = [
  'execute',
  'queryState',
  'captureScreenshot',
  'queryDataModel',
  'queryLogs',
  'subscribe',
  'heartbeat',
  'registerAction',
] as const satisfies readonly Capability[];

export const sessionInfo = z.object({
  sessionId: z.string(),
  instanceId: z.string(),
  context: sessionContext,
  placeId: z.number(),
  gameId: z.number(),
  placeName: z.string(),
  state: studioState,
  pluginVersion: z.string(),
  /** The negotiated protocol revision. */
  protocolVersion: z.number(),
  capabilities: z.array(capability),
  origin: sessionOrigin,
  /** Whether plugin and host proved to each other that they share the pairing secret. */
  paired: z.boolean(),
  /** True once heartbeats have been missing for 45 s. */
  stale: z.boolean(),
  /** True if the plugin is older than this host recommends. */
  pluginUpdateAvailable: z.optional(z.boolean()),
  /** The player of a play client; absent elsewhere. */
  player: z.optional(z.string()),
  /** Unix time in milliseconds at which the host accepted the connection. */
  connectedAt: z.number(),
});
export type SessionInfo = z.infer<typeof sessionInfo>;
