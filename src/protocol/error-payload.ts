// An error on the wire. Apart from the class, so that whoever only throws errors need not load the schemas.
import * as z from 'zod/mini';
import { BridgeError, toBridgeError } from './bridge-error.js';
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
  return new BridgeError(payload.code, payload.message, {
    details: payload.details,
    delivery: payload.delivery,
    hint: payload.hint,
  });
}

/** What to send for an error; anything that is not a `BridgeError` is an `INTERNAL_ERROR`. */
export function errorToPayload(error: unknown): ErrorPayload {
  const known = toBridgeError(error);
  const { code, message, details, delivery, ownHint: hint } = known;
  return { code, message, details, delivery, hint };
}
