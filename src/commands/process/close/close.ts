// `process close`: a Studio is asked to close, and seen to have left.
import * as z from 'zod/mini';
import type { SessionContext } from '../../../command/command-context.js';
import { defineCommand } from '../../../command/define-command.js';
import { untilSessionsAsync } from '../../../command/play/play-sessions.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { defineAction } from '../../../protocol/define-action.js';
import { wireObject } from '../../../protocol/wire-object.js';
import source from './close.luau';

const LEAVE_MS = 10_000;

export const closeStudio = defineAction({
  request: 'closeStudio',
  response: 'closeStudioResult',
  capability: 'registerAction',
  timeoutMs: 10_000,
  readOnly: false,
  payload: wireObject({}),
  result: wireObject({ closing: z.boolean() }),
  source,
});

export const processClose = defineCommand({
  name: ['process', 'close'],
  summary: 'Close a Studio',
  description:
    'What is not saved is lost. Emulated Studios close; the Studio of Roblox does not let a plugin close it, so far,\n' +
    'and then that is said.',
  examples: [{ line: 'process close --target Baseplate', about: 'Close the Studio with this place' }],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: [],
  input: z.strictObject({}),
  async run(_input, context) {
    const { session, signal } = context;
    const { sessionId, placeName } = session.info;
    await askAsync(context);
    if (signal.aborted || (await untilSessionsAsync(context, LEAVE_MS, ({ length }) => length === 0))) {
      return { closed: !signal.aborted, sessionId, placeName };
    }
    throw new BridgeError('TIMEOUT', `${placeName} was asked to close, and is still connected.`, {
      hint: 'It may ask whether to save: look at its window.',
    });
  },
  format: ({ placeName }) => `${placeName} is closed.`,
});

/** A Studio that leaves before it answers did what it was asked. */
async function askAsync({ session, signal, options }: SessionContext): Promise<void> {
  try {
    await session.invokeAsync(closeStudio, {}, { signal, timeoutMs: options.timeoutMs });
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    if (error.code === 'SESSION_DISCONNECTED') return;
    if (error.code !== 'CAPABILITY_NOT_SUPPORTED') throw error;
    throw new BridgeError(error.code, error.message, {
      hint: 'Close its window by hand.',
      cause: error,
      details: error.details,
    });
  }
}
