// What a plugin refuses, as an error: its words have names of instances in them, which may hold anything.
import type { BridgeError } from '../../protocol/bridge-error.js';
import { errorEntry, isErrorCode } from '../../protocol/error-catalog.js';
import { type ErrorPayload, errorFromPayload } from '../../protocol/error-payload.js';
import { shownName } from '../../support/shown-text.js';

/** Their message is what was raised, in lines of its own. */
const OF_SCRIPTS = new Set(['SCRIPT_RUNTIME_ERROR', 'INTERNAL_ERROR']);

/** A refusal is one sentence, whatever the names and paths in it hold. */
export function toldError(payload: ErrorPayload): BridgeError {
  const { code, message } = payload;
  const isSentence = isErrorCode(code) && errorEntry(code).origin === 'wire' && !OF_SCRIPTS.has(code);
  return errorFromPayload(isSentence ? { ...payload, message: shownName(message) } : payload);
}
