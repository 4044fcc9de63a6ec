// A client that brings an action its host does not know pushes it to the plugin itself, through the relay.
import { registerActionResultPayload } from '../../protocol/action-messages.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { AnyAction } from '../../protocol/define-action.js';
import { errorPayload } from '../../protocol/error-payload.js';
import { hashOf } from '../action-source.js';

const TIMEOUT_MS = 10_000;

export const registerAction = {
  request: 'registerAction',
  timeoutMs: TIMEOUT_MS,

  payloadFor({ request, response, source = '' }: AnyAction) {
    return { name: request, responseType: response, source, hash: hashOf(source) };
  },

  /** Throws what the plugin had against it. */
  check(action: AnyAction, answer: unknown): void {
    const result = registerActionResultPayload.safeParse(answer);
    if (result.success && result.data.success) return;
    const why =
      (result.success ? result.data.error : errorPayload.safeParse(answer).data?.message) ??
      'no reason given';
    throw new BridgeError(
      'SCRIPT_LOAD_ERROR',
      `The plugin did not take the action ${action.request}: ${why}`,
      {
        delivery: 'not-sent',
      },
    );
  },
};
