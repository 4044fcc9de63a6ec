// What a plugin sends unasked, and how a reader asks for it.
import * as z from 'zod/mini';
import { logEntry } from './log-entry.js';
import { studioState } from './session-info.js';
import { wireObject } from './wire-object.js';

export const subscribableEvent = z.enum(['stateChange', 'logPush']);
export type SubscribableEvent = z.infer<typeof subscribableEvent>;

export const subscribePayload = wireObject({ events: z.array(z.string()) });
export type SubscribePayload = z.infer<typeof subscribePayload>;

export const stateChangePayload = wireObject({
  previousState: studioState,
  newState: studioState,
  timestamp: z.number(),
});
export type StateChangePayload = z.infer<typeof stateChangePayload>;

export const logPushPayload = wireObject({ entry: logEntry });
export type LogPushPayload = z.infer<typeof logPushPayload>;

export const heartbeatPayload = wireObject({
  uptimeMs: z.number(),
  state: studioState,
  pendingRequests: z.number(),
});
export type HeartbeatPayload = z.infer<typeof heartbeatPayload>;
