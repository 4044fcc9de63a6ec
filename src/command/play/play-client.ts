// The session of a player in a play test.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { SessionContext, StudioSession } from '../command-context.js';
import { queryPlay } from './control.js';
import { PLUGIN_HINT, playersOf, sessionInAsync, sessionsOf, untilBackAsync } from './play-sessions.js';

/** The player's session: the one that is named, or the only one. */
export async function clientAsync(
  player: string | undefined,
  context: SessionContext,
): Promise<StudioSession> {
  if (context.session.info.context === 'client' && player === undefined) return context.session;
  if (playersOf(sessionsOf(context)).length === 0) {
    const edit = await sessionInAsync(context, 'edit');
    const { isRunning, mode } = await edit.invokeAsync(queryPlay, {});
    if (isRunning && mode !== 'run') await untilBackAsync(context, 'client');
  }
  const clients = playersOf(sessionsOf(context)).filter(
    (info) => player === undefined || info.player === player,
  );
  const [client, ...others] = clients;
  if (!client) {
    const who = player === undefined ? 'No client of a play test' : `No player called ${player}`;
    throw new BridgeError('CONTEXT_NOT_FOUND', `${who} is connected.`, {
      hint: `Start one: studio-bridge play start. ${PLUGIN_HINT}`,
    });
  }
  if (others.length > 0) {
    const names = clients.map((info) => info.player ?? info.sessionId).join(', ');
    throw new BridgeError('AMBIGUOUS_SESSION', `There are several players: ${names}.`, {
      hint: 'Name one with --player.',
    });
  }
  return await context.connection.resolveSessionAsync({ target: client.sessionId, context: 'client' });
}
