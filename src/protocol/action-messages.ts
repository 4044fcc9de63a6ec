// Pushing an action: Luau source that becomes the plugin's handler for one message type.
import * as z from 'zod/mini';
import { wireObject } from './wire-object.js';

export const registerActionPayload = wireObject({
  /** The message type that the source handles. */
  name: z.string(),
  source: z.string(),
  /** Of the source; an unchanged action is not sent again. */
  hash: z.optional(z.string()),
  /** The type of the answer; by default `<name>Result`. */
  responseType: z.optional(z.string()),
});
export type RegisterActionPayload = z.infer<typeof registerActionPayload>;

export const registerActionResultPayload = wireObject({
  name: z.string(),
  success: z.boolean(),
  error: z.optional(z.string()),
});
export type RegisterActionResultPayload = z.infer<typeof registerActionResultPayload>;
