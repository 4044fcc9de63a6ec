// `process close`: a Studio is asked to close, and seen to have left.
import * as z from 'zod/mini';
import type { SessionContext } from '../../../command/command-context.js';
import { defineCommand } from '../../../command/define-command.js';
import { sessionInAsync, sessionsOf, untilSessionsAsync } from '../../../command/play/play-sessions.js';
import { throwIfCancelled } from '../../../command/waits.js';
import type { StartedStudio } from '../../../command/world/studio-opening.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { defineAction } from '../../../protocol/define-action.js';
import { wireObject } from '../../../protocol/wire-object.js';
import source from './close.luau';
import { type Closed, type Closing, closeUnconnectedAsync } from './unconnected-studio.js';

const LEAVE_MS = 10_000;
const END_HINT = ' To end it as it is: process close --force';

export const closeStudio = defineAction({
  request: 'closeStudio',
  response: 'closeStudioResult',
  capability: 'registerAction',
  timeoutMs: 10_000,
  readOnly: false,
  payload: wireObject({ force: z.optional(z.boolean()) }),
  /** `unsaved`: the last change, because of which it does not close. */
  result: wireObject({ closing: z.boolean(), unsaved: z.optional(z.string()) }),
  source,
});

export const processClose = defineCommand({
  name: ['process', 'close'],
  summary: 'Close a Studio',
  description:
    'One with changes that could be undone stays open; --force closes it all the same. Roblox Studio does not let a plugin\n' +
    'close it: one that process launch started is asked as its user would, on Windows and macOS, and asks itself whether to\n' +
    'save; with --force its process is ended, also if it never connected.',
  examples: [
    { line: 'process close --target Baseplate', about: 'Close the Studio with this place' },
    { line: 'process close --force', about: 'End the Studio that process launch started as it is' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: [],
  input: z.strictObject({
    force: z._default(
      z
        .boolean()
        .check(z.describe('Close it although changes are lost; one that process launch started is ended')),
      false,
    ),
  }),
  async run({ force }, context): Promise<Closed> {
    const { session, signal, openings } = context;
    const { sessionId, placeName } = session.info;
    const started = await openings.findStartedAsync(session.info);
    const how = force ? await endAsync(context, started) : await askAsync(context, started);
    const hasLeft = await untilSessionsAsync(context, LEAVE_MS, ({ length }) => length === 0);
    throwIfCancelled(signal);
    if (hasLeft) return { closed: true, sessionId, placeName, ...how };
    throw new BridgeError('TIMEOUT', `${placeName} was asked to close, and is still connected.`, {
      hint: `It may ask whether to save: look at its window.${started && !force ? END_HINT : ''}`,
    });
  },
  runWithoutSession: ({ force }, context, error) => closeUnconnectedAsync(force, context, error),
  format: ({ placeName, how, kept }) =>
    [
      `${placeName} is ${how === 'ended' ? 'ended' : 'closed'}.`,
      ...kept.map((path) => `What was saved in its temporary place is kept: ${path}`),
    ].join('\n'),
});

async function endAsync(context: SessionContext, started: StartedStudio | undefined): Promise<Closing> {
  if (started) return { how: 'ended', kept: await started.endAsync() };
  return await askAsync(context, undefined, true);
}

/** A Studio that leaves before it answers did what it was asked. In a play test only its edited place can be asked. */
async function askAsync(
  context: SessionContext,
  started: StartedStudio | undefined,
  force = false,
): Promise<Closing> {
  const { signal, options } = context;
  const hasEdit = sessionsOf(context).some(({ context: side }) => side === 'edit');
  const session = hasEdit ? await sessionInAsync(context, 'edit') : context.session;
  try {
    const answer = await session.invokeAsync(
      closeStudio,
      { force },
      { signal, timeoutMs: options.timeoutMs },
    );
    if (!answer.closing) {
      if (started?.kind === 'studio' && (await started.askToCloseAsync())) return { how: 'window', kept: [] };
      throw unsaved(session.info.placeName, answer.unsaved);
    }
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    if (error.code === 'SESSION_DISCONNECTED') return { how: 'plugin', kept: [] };
    if (error.code !== 'CAPABILITY_NOT_SUPPORTED') throw error;
    if (await started?.askToCloseAsync()) return { how: 'window', kept: [] };
    throw new BridgeError(error.code, error.message, {
      hint: started
        ? 'Close its window by hand, or end it: process close --force (what is not saved is lost).'
        : 'Close its window by hand: only a Studio that process launch started here can be ended from here.',
      cause: error,
      details: error.details,
    });
  }
  return { how: 'plugin', kept: [] };
}

function unsaved(placeName: string, last: string | undefined): BridgeError {
  return new BridgeError(
    'UNSAVED_CHANGES',
    `${placeName} has changes that are not saved${last ? `, the last one: ${last}` : ''}. It stays open.`,
  );
}
