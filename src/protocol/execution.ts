// Running a script: `execute`, the `output` it streams, and `scriptComplete`; `cancel` for any request.
import * as z from 'zod/mini';
import { logEntry } from './log-entry.js';
import { serializedValue } from './values.js';
import { wireObject } from './wire-object.js';

export const executePayload = wireObject({
  script: z.string(),
  /** What the script gets as `...`. */
  arguments: z.optional(z.array(z.unknown())),
  /** What errors and tracebacks call the script; the plugin has a default. */
  chunkName: z.optional(z.string()),
});
export type ExecutePayload = z.infer<typeof executePayload>;

export const outputPayload = wireObject({ messages: z.array(logEntry) });
export type OutputPayload = z.infer<typeof outputPayload>;

/** Why a script did not succeed, for programs; `error` on `scriptComplete` is the same for people. */
export const scriptFailure = z.object({
  kind: z.enum(['syntax', 'runtime', 'cancelled', 'timeout', 'unavailable']),
  message: z.string(),
  chunkName: z.optional(z.string()),
  line: z.optional(z.number()),
  /** Innermost call first, as `debug.traceback` gives it; empty for a syntax error. */
  traceback: z.optional(z.string()),
});
export type ScriptFailure = z.infer<typeof scriptFailure>;

export const scriptCompletePayload = wireObject({
  success: z.boolean(),
  error: z.optional(z.string()),
  failure: z.optional(scriptFailure),
  returnValues: z.optional(z.array(serializedValue)),
});
export type ScriptCompletePayload = z.infer<typeof scriptCompletePayload>;

/** The envelope's `requestId` names the request to stop. */
export const cancelPayload = wireObject({});
