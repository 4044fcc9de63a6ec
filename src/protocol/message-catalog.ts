// Which message types there are between a host and a plugin, in which direction and since which revision.
// Requests that are answered by pushed actions are not here: each command defines its own.
import type * as z from 'zod/mini';
import { registerActionPayload, registerActionResultPayload } from './action-messages.js';
import { errorPayload } from './error-payload.js';
import { heartbeatPayload, logPushPayload, stateChangePayload, subscribePayload } from './events.js';
import { cancelPayload, executePayload, outputPayload, scriptCompletePayload } from './execution.js';
import { emptyPayload, helloPayload, registerPayload, welcomePayload } from './handshake.js';
import { pairingChallengePayload, pairingProofPayload } from './pairing.js';

interface MessageEntry {
  /** The protocol revision that introduced the type. */
  readonly since: 1 | 2;
  readonly payload: z.ZodMiniType;
  /** Whether a `requestId` has to be there. */
  readonly requestId: 'required' | 'optional' | 'none';
}

const entry = <Payload extends z.ZodMiniType>(
  since: 1 | 2,
  requestId: MessageEntry['requestId'],
  payload: Payload,
) => ({ since, requestId, payload }) satisfies MessageEntry;

/** Sent by a plugin. */
export const PLUGIN_MESSAGES = {
  hello: entry(1, 'none', helloPayload),
  output: entry(1, 'optional', outputPayload),
  scriptComplete: entry(1, 'optional', scriptCompletePayload),
  register: entry(2, 'none', registerPayload),
  pairingProof: entry(2, 'none', pairingProofPayload),
  registerActionResult: entry(2, 'required', registerActionResultPayload),
  subscribeResult: entry(2, 'required', subscribePayload),
  unsubscribeResult: entry(2, 'required', subscribePayload),
  stateChange: entry(2, 'none', stateChangePayload),
  logPush: entry(2, 'none', logPushPayload),
  heartbeat: entry(2, 'none', heartbeatPayload),
  error: entry(2, 'optional', errorPayload),
} as const;

/** Sent by a host. */
export const SERVER_MESSAGES = {
  welcome: entry(1, 'none', welcomePayload),
  execute: entry(1, 'optional', executePayload),
  shutdown: entry(1, 'none', emptyPayload),
  pairingChallenge: entry(2, 'none', pairingChallengePayload),
  registerAction: entry(2, 'required', registerActionPayload),
  subscribe: entry(2, 'required', subscribePayload),
  unsubscribe: entry(2, 'required', subscribePayload),
  cancel: entry(2, 'required', cancelPayload),
  error: entry(2, 'optional', errorPayload),
} as const;
