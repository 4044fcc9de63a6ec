// The sessions that belong to one Studio: the one that is edited, and those of a play test of it.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import type { Timer } from '../../support/clock.js';
import type { SessionContext, StudioSession } from '../command-context.js';

export function sessionsOf({ connection, session }: SessionContext): SessionInfo[] {
  const { instanceId } = session.info;
  return connection.listSessions().filter((info) => info.instanceId === instanceId);
}

export function playersOf(sessions: readonly SessionInfo[]): SessionInfo[] {
  return sessions.filter(({ context }) => context === 'client');
}

/** A plugin that has lost its host looks for one several times a second. */
const RETURN_MS = 5_000;

/** Waits for a session that a lost connection has taken away for a moment. */
export async function untilBackAsync(
  context: SessionContext,
  side: SessionInfo['context'],
): Promise<SessionInfo | undefined> {
  const find = (sessions: readonly SessionInfo[]) => sessions.find((info) => info.context === side);
  await untilSessionsAsync(context, RETURN_MS, (sessions) => find(sessions) !== undefined);
  return find(sessionsOf(context));
}

/** The same Studio in another context. */
export async function sessionInAsync(
  context: SessionContext,
  side: 'edit' | 'server',
): Promise<StudioSession> {
  if (context.session.info.context === side) return context.session;
  const found = await untilBackAsync(context, side);
  if (!found) {
    throw new BridgeError(
      'CONTEXT_NOT_FOUND',
      side === 'edit'
        ? 'The Studio that is edited is not connected.'
        : 'The server of the play test is not connected.',
      side === 'edit' ? {} : { hint: PLUGIN_HINT },
    );
  }
  return await context.connection.resolveSessionAsync({ target: found.sessionId, context: side });
}

/** What a user has to do where the plugins of Studio are not loaded in play tests. */
export const PLUGIN_HINT =
  'In Studio: File, Studio Settings, Studio, turn on "Load User Plugins In Run Modes", then start the test again.';

/** Looks again whenever a session comes or goes; undefined when the time is over. */
export async function untilSessionsAsync(
  context: SessionContext,
  limitMs: number,
  isSo: (sessions: readonly SessionInfo[]) => boolean,
): Promise<boolean> {
  const { connection, clock, signal } = context;
  let timer: Timer | undefined;
  const stops: (() => void)[] = [];
  try {
    return await new Promise<boolean>((resolve) => {
      const look = () => void (isSo(sessionsOf(context)) && resolve(true));
      const give = () => resolve(isSo(sessionsOf(context)));
      stops.push(
        connection.on('session-connected', look),
        connection.on('session-disconnected', look),
        connection.on('closed', give),
        () => signal.removeEventListener('abort', give),
      );
      signal.addEventListener('abort', give, { once: true });
      timer = clock.setTimer(limitMs, give);
      look();
    });
  } finally {
    timer?.cancel();
    for (const stop of stops) stop();
  }
}
