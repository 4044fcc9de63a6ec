// An error on the wire. Apart from the class, so that whoever only throws errors need not load the schemas.
import * as z from 'zod/mini';
import { shownName } from '../support/shown-text.js';
import { BridgeError, toBridgeError } from './bridge-error.js';
import { errorEntry, isErrorCode } from './error-catalog.js';
import { wireObject } from './wire-object.js';

export const errorPayload = wireObject({
  code: z.string(),
  message: z.string(),
  details: z.optional(z.unknown()),
  delivery: z.optional(z.enum(['not-sent', 'unknown', 'ran'])),
  /** The next step, where a better one is known than that of the code. */
  hint: z.optional(z.string()),
});
export type ErrorPayload = z.infer<typeof errorPayload>;

/** The error that an `error` message stands for. */
export function errorFromPayload(payload: ErrorPayload): BridgeError {
  return new BridgeError(payload.code, messageOf(payload), {
    details: payload.details,
    delivery: payload.delivery,
    hint: payload.hint,
  });
}

/** Their message is what was raised, in lines of its own. */
const OF_SCRIPTS = new Set(['SCRIPT_RUNTIME_ERROR', 'INTERNAL_ERROR']);

/** A refusal is one sentence, whatever the names and paths in it hold. */
function messageOf({ code, message }: ErrorPayload): string {
  const isSentence = isErrorCode(code) && errorEntry(code).origin === 'wire' && !OF_SCRIPTS.has(code);
  return isSentence ? shownName(message) : message;
}

/** What to send for an error; anything that is not a `BridgeError` is an `INTERNAL_ERROR`. */
export function errorToPayload(error: unknown): ErrorPayload {
  const known = toBridgeError(error);
  const { code, message, details, delivery, ownHint: hint } = known;
  return { code, message, details, delivery, hint };
}
