// Beginning and ending a play test, each seen to have happened, and each harmless where it is so already.
import { BridgeError } from '../../protocol/bridge-error.js';
import { execute } from '../../protocol/core-actions.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import type { SerializedValue } from '../../protocol/values.js';
import { delayAsync } from '../../support/delay.js';
import type { SessionContext } from '../command-context.js';
import type { Script } from '../scripts/script-source.js';
import { controlPlay, type PlayMode, type PlayState, queryPlay } from './control.js';
import { PLUGIN_HINT, playersOf, sessionInAsync, sessionsOf, untilSessionsAsync } from './play-sessions.js';

const START_MS = 30_000;
const STOP_MS = 15_000;
/** How often a test that is waited for is asked whether it has ended: its end is told by no event of its own. */
const ASK_MS = 250;

export interface TestRequest {
  readonly mode: PlayMode;
  readonly players: number;
  readonly arguments?: SerializedValue | undefined;
  readonly before?: Script | undefined;
}

export interface TestView {
  readonly isRunning: boolean;
  readonly mode?: PlayMode;
  /** False where it was running, or not running, already. */
  readonly changed: boolean;
  readonly sessions: readonly Pick<SessionInfo, 'sessionId' | 'context' | 'state' | 'player'>[];
  /** What the test gave to EndTest. */
  readonly value?: SerializedValue;
  readonly problem?: string;
}

export async function startTestAsync(request: TestRequest, context: SessionContext): Promise<TestView> {
  const edit = await sessionInAsync(context, 'edit');
  const { before, ...rest } = request;
  const already = await edit.invokeAsync(queryPlay, {});
  if (already.isRunning) return view(already, false, context);
  if (before) {
    const done = await edit.invokeAsync(execute, { script: before.text, chunkName: before.chunkName });
    if (!done.success) {
      throw new BridgeError('SCRIPT_RUNTIME_ERROR', `The test was not started: ${done.error}`, {
        hint: 'Mend the script that is to run before it, and start it again.',
      });
    }
  }
  const started = await edit.invokeAsync(controlPlay, { op: 'start', ...rest });
  const wanted = request.mode === 'run' ? 0 : request.players;
  const isThere = (sessions: readonly SessionInfo[]) =>
    sessions.some(({ context: side }) => side === 'server') && playersOf(sessions).length >= wanted;
  if (!(await untilSessionsAsync(context, START_MS, isThere))) throw await notThereAsync(context, wanted);
  return view(started, true, context);
}

export async function stopTestAsync(
  context: SessionContext,
  value: SerializedValue | undefined,
): Promise<TestView> {
  const edit = await sessionInAsync(context, 'edit');
  const state = await edit.invokeAsync(queryPlay, {});
  if (!state.isRunning) return view(state, false, context);
  const server = await sessionInAsync(context, 'server');
  await server.invokeAsync(controlPlay, { op: 'end', ...(value === undefined ? {} : { value }) });
  const isOver = (sessions: readonly SessionInfo[]) => sessions.every(({ context: side }) => side === 'edit');
  if (!(await untilSessionsAsync(context, STOP_MS, isOver))) {
    throw new BridgeError('TIMEOUT', 'The play test was told to end, and is still running.', {
      hint: 'Stop it in Studio, then see: studio-bridge play state',
    });
  }
  return await endOfTestAsync(context, STOP_MS);
}

/** Waits until the test that was begun from here has ended. */
export async function endOfTestAsync(context: SessionContext, limitMs: number): Promise<TestView> {
  const { clock, signal } = context;
  const edit = await sessionInAsync(context, 'edit');
  const deadline = clock.now() + limitMs;
  for (;;) {
    const state = await edit.invokeAsync(queryPlay, {});
    if (!state.isRunning) return view(state, true, context);
    if (signal.aborted || clock.now() >= deadline) {
      throw new BridgeError('TIMEOUT', `The test did not end within ${Math.round(limitMs / 1000)} s.`, {
        hint: 'End it: studio-bridge play stop',
      });
    }
    await delayAsync(clock, ASK_MS);
  }
}

export function view(state: PlayState, changed: boolean, context: SessionContext): TestView {
  const { isRunning, mode, hasResult, value, problem } = state;
  return {
    isRunning,
    changed,
    ...(mode === undefined ? {} : { mode }),
    sessions: sessionsOf(context)
      .filter(({ context: side }) => side !== 'edit')
      .map(({ sessionId, context: side, state: mode, player }) => ({
        sessionId,
        context: side,
        state: mode,
        ...(player === undefined ? {} : { player }),
      })),
    ...(hasResult && value !== undefined ? { value } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

async function notThereAsync(context: SessionContext, wanted: number): Promise<BridgeError> {
  const edit = await sessionInAsync(context, 'edit');
  const state = await edit.invokeAsync(queryPlay, {});
  if (state.problem !== undefined) {
    return new BridgeError('BUSY', `The test did not start: ${state.problem}.`);
  }
  const there = sessionsOf(context).map(({ context: side }) => side);
  return new BridgeError(
    'CONTEXT_NOT_FOUND',
    `The test was started, but within ${START_MS / 1000} s its server${wanted > 0 ? ` and ${wanted} clients` : ''} ` +
      `did not connect; there is ${there.join(', ') || 'nothing'}.`,
    { hint: PLUGIN_HINT },
  );
}
