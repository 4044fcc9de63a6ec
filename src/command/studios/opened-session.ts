// Waiting for the plugin of a Studio that was just opened, among the sessions of all others.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import type { Timer } from '../../support/clock.js';
import type { CommandContext, StudioConnection } from '../command-context.js';
import type { OpenedStudio } from '../world/studio-opening.js';

/**
 * The first session that was not there before and fits.
 *
 * @param before The sessions that were there before it was opened.
 * @throws What the Studio says of itself, if it ends or the time is over.
 */
export async function untilOpenedAsync(
  opened: OpenedStudio,
  connection: StudioConnection,
  before: ReadonlySet<string>,
  limitMs: number,
  { clock, signal }: CommandContext,
): Promise<SessionInfo> {
  let timer: Timer | undefined;
  const stops: (() => void)[] = [];
  try {
    const outcome = await new Promise<SessionInfo | 'late' | 'ended' | 'interrupted'>((resolve) => {
      const look = () => {
        const found = connection
          .listSessions()
          .find((info) => !before.has(info.sessionId) && opened.isOf(info));
        if (found) resolve(found);
      };
      const interrupt = () => resolve('interrupted');
      stops.push(connection.on('session-connected', look), () =>
        signal.removeEventListener('abort', interrupt),
      );
      signal.addEventListener('abort', interrupt, { once: true });
      timer = clock.setTimer(limitMs, () => resolve('late'));
      void opened.exited.then(() => resolve('ended'));
      if (signal.aborted) interrupt();
      look();
    });
    if (typeof outcome === 'object') return outcome;
    if (outcome !== 'interrupted') throw await opened.explainAsync();
    throw new BridgeError('CANCELLED', 'The command was interrupted. The Studio that it started goes on.', {
      hint: 'It connects by itself. To see whether it did: studio-bridge process list',
    });
  } finally {
    timer?.cancel();
    for (const stop of stops) stop();
  }
}
