// The requests that every plugin handles by itself, before any action is pushed to it.
import { defineAction } from './define-action.js';
import { subscribePayload } from './events.js';
import { executePayload, scriptCompletePayload } from './execution.js';

const EXECUTE_TIMEOUT_MS = 300_000;
const SUBSCRIBE_TIMEOUT_MS = 5_000;

export const execute = defineAction({
  request: 'execute',
  response: 'scriptComplete',
  capability: 'execute',
  timeoutMs: EXECUTE_TIMEOUT_MS,
  readOnly: false,
  payload: executePayload,
  result: scriptCompletePayload,
});

export const subscribe = defineAction({
  request: 'subscribe',
  response: 'subscribeResult',
  capability: 'subscribe',
  timeoutMs: SUBSCRIBE_TIMEOUT_MS,
  readOnly: true,
  payload: subscribePayload,
  result: subscribePayload,
});
