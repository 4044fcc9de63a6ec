// `action`: sends a message of any type to a session, for handlers that have no command.
import * as z from 'zod/mini';
import { defineCommand } from '../../command/define-command.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { ANY_RESPONSE, defineAction } from '../../protocol/define-action.js';

const DEFAULT_TIMEOUT_MS = 30_000;

export const action = defineCommand({
  name: ['action'],
  section: 'Execution',
  summary: 'Invoke a Studio action',
  description: 'The action is the handler of a message type in the plugin; what it returns is shown as JSON.',
  examples: [{ line: `action queryState`, about: 'Invoke an action that needs nothing' }],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: ['name'],
  flags: { payload: { value: 'json' } },
  input: z.strictObject({
    name: z.string().check(z.minLength(1), z.describe('Name of the action')),
    payload: z._default(z.string().check(z.describe('What to send to it, as a JSON object')), '{}'),
  }),
  prepare: async ({ payload }) => parsePayload(payload),
  run: ({ name }, { session, signal, options }, payload) =>
    session.invokeAsync(namedAction(name), payload, { signal, timeoutMs: options.timeoutMs }),
  format: (result) => JSON.stringify(result, undefined, 2),
});

/** The action behind a bare name; nothing is known of its payload and its result. */
function namedAction(name: string) {
  return defineAction({
    request: name,
    response: ANY_RESPONSE,
    capability: 'registerAction',
    timeoutMs: DEFAULT_TIMEOUT_MS,
    readOnly: false,
    payload: z.record(z.string(), z.unknown()),
    result: z.unknown(),
  });
}

function parsePayload(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new BridgeError('USAGE', '--payload is not JSON.', {
      cause,
      hint: `Write it as in --payload '{"key": 1}'`,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new BridgeError('USAGE', '--payload has to be a JSON object.', {
    hint: `Write it as in --payload '{"key": 1}'`,
  });
}
