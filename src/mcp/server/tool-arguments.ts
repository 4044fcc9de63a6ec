// The arguments of a call: those of the command, and which session is meant.
import type { ConnectionOptions } from '../../command/command-context.js';
import type { AnyCommand } from '../../command/define-command.js';
import { refuseIdleOptions } from '../../command/idle-options.js';
import { validateInput } from '../../command/validate-input.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { SESSION_CONTEXTS } from '../../protocol/session-contexts.js';
import { isObject } from '../../support/json-object.js';
import type { JsonSchema, ToolDescription } from '../tools/tool-description.js';

export function readArguments(command: AnyCommand, tool: ToolDescription, given: Record<string, unknown>) {
  const { sessionId, context, timeoutMs, ...own } = given;
  const isForSession = tool.target === 'session';
  const hidden = Object.keys(own).find((field) => !Object.hasOwn(tool.inputSchema.properties, field));
  if (hidden !== undefined && Object.hasOwn(command.input.def.shape, hidden)) {
    throw new BridgeError('USAGE', `There is no ${hidden} here.`, { details: { field: hidden } });
  }
  const { properties } = tool.inputSchema;
  const meant = Object.entries(isForSession ? own : given).map(([field, value]) => [
    field,
    asWritten(properties[field], value),
  ]);
  const input = validateInput(command.input, Object.fromEntries(meant));
  refuseIdleOptions(
    command,
    input,
    Object.keys(input).filter((field) => Object.hasOwn(given, field)),
  );
  return { input, options: isForSession ? readTarget({ sessionId, context, timeoutMs }) : {} };
}

function readTarget({ sessionId, context, timeoutMs }: Record<string, unknown>): ConnectionOptions {
  const options: ConnectionOptions = {};
  if (sessionId !== undefined) {
    if (typeof sessionId !== 'string' || sessionId === '') throw wrong('sessionId', 'text', sessionId);
    options.target = sessionId;
  }
  if (context !== undefined) {
    const known = SESSION_CONTEXTS.find((one) => one === context);
    if (known === undefined) throw wrong('context', `one of ${SESSION_CONTEXTS.join(', ')}`, context);
    options.context = known;
  }
  if (timeoutMs !== undefined) {
    if (typeof timeoutMs !== 'number' || !Number.isInteger(timeoutMs) || timeoutMs < 1)
      throw wrong('timeoutMs', 'a whole number of at least 1', timeoutMs);
    options.timeoutMs = timeoutMs;
  }
  return options;
}

function wrong(field: string, demand: string, value: unknown): BridgeError {
  return new BridgeError('USAGE', `${field} has to be ${demand}, not ${JSON.stringify(value)}.`, {
    details: { field },
  });
}

/** Where a value can only mean one thing: data for a field that takes JSON as text, or one item for a list. */
function asWritten(schema: JsonSchema | undefined, value: unknown): unknown {
  const { type, description } = schema ?? {};
  if (type === 'string' && typeof value === 'object' && value !== null && /JSON/.test(String(description)))
    return JSON.stringify(value);
  if (type !== 'array') return value;
  if (typeof value === 'string') return [value];
  if (!isObject(value) || !/Name=value/.test(String(description))) return value;
  return Object.entries(value).map(([name, one]) => `${name}=${JSON.stringify(one)}`);
}
