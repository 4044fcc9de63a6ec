// `action`: sends a message of any type to a session, for handlers that have no command.
import * as z from 'zod/mini';
import type { UserAction } from '../../command/command-context.js';
import { defineCommand } from '../../command/define-command.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { ANY_RESPONSE, defineAction } from '../../protocol/define-action.js';
import { anyNames } from '../../protocol/wire-object.js';

const DEFAULT_TIMEOUT_MS = 30_000;

export const action = defineCommand({
  name: ['action'],
  section: 'Execution',
  summary: 'Invoke a Studio action',
  description:
    'The action is the handler of a message type in the plugin; what it returns is shown as JSON. Your own actions\n' +
    'are files: NAME.luau in .studio-bridge/actions, or in the folder that --actions names, returns a function that\n' +
    'gets the payload. An edited file reaches the plugin by itself while a host runs.',
  examples: [
    { line: `action queryState`, about: 'Invoke an action that needs nothing' },
    { line: `action countParts --payload '{"root": "game.Workspace"}'`, about: 'Invoke one of your own' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: ['name'],
  flags: { name: { values: 'actions' }, payload: { value: 'json' } },
  tool: {
    isDefault: true,
    description:
      "Invoke an action of the plugin, or one of the user's own from .studio-bridge/actions, by name.",
  },
  input: z.strictObject({
    name: z.string().check(z.minLength(1), z.describe('Name of the action')),
    payload: z._default(z.string().check(z.describe('What to send to it, as a JSON object')), '{}'),
  }),
  async prepare({ name, payload }, { actions }) {
    const parsed = parsePayload(payload);
    const own = await actions.listAsync();
    return {
      payload: parsed,
      own: own.find((one) => one.name === name),
      ownNames: own.map((one) => one.name),
    };
  },
  async run({ name }, { session, signal, options }, { payload, own, ownNames }) {
    try {
      return await session.invokeAsync(namedAction(name, own), payload, {
        signal,
        timeoutMs: options.timeoutMs,
        pushFirst: own !== undefined,
      });
    } catch (error) {
      throw isUnknown(error) ? unknownAction(name, ownNames, error) : ownFailure(name, own, error);
    }
  },
  format: (result) => JSON.stringify(result, undefined, 2),
});

/** Nothing is known of its payload and its result; the plugin has it already unless it is one of the user's own. */
function namedAction(name: string, own: UserAction | undefined) {
  return defineAction({
    request: name,
    response: own?.responseType ?? ANY_RESPONSE,
    capability: 'registerAction',
    timeoutMs: DEFAULT_TIMEOUT_MS,
    readOnly: false,
    payload: anyNames(z.unknown()),
    result: z.unknown(),
    ...(own === undefined ? {} : { source: own.source }),
  });
}

function isUnknown(error: unknown): boolean {
  return error instanceof BridgeError && error.code === 'UNKNOWN_REQUEST';
}

/** What went wrong inside an action of the user's own is the user's to mend, and nothing to report. */
function ownFailure(name: string, own: UserAction | undefined, error: unknown): unknown {
  if (!own || !(error instanceof BridgeError) || error.code !== 'INTERNAL_ERROR') return error;
  return new BridgeError('SCRIPT_RUNTIME_ERROR', `The action ${name} failed: ${error.message}`, {
    cause: error,
    details: error.details,
    delivery: 'ran',
    hint: 'Mend the line of its file that the message names; --verbose shows how it got there.',
  });
}

function unknownAction(name: string, ownNames: readonly string[], cause: unknown): BridgeError {
  return new BridgeError('UNKNOWN_REQUEST', `There is no action ${name}.`, {
    cause,
    delivery: 'not-sent',
    exitCode: 2,
    hint:
      ownNames.length > 0
        ? `Your own are: ${ownNames.join(', ')}`
        : `Write it as ${name}.luau in .studio-bridge/actions, or name another folder with --actions`,
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
