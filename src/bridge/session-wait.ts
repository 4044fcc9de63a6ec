// How long to wait for the session that is asked for. Plugins look for a host every two seconds, so a host that
// has just started cannot know yet what is there: taking the first that comes could overlook a second Studio.
import { BridgeError } from '../protocol/bridge-error.js';
import type { SessionInfo } from '../protocol/session-info.js';
import type { Clock, Timer } from '../support/clock.js';
import type { Unsubscribe } from '../support/emitter.js';
import { isNamedById, pickSession, type TargetQuery } from './target.js';

export interface SessionQuery extends TargetQuery {
  /** Waits this long, however old the host is. Unset: up to 10 s for a host that has just started, else not at all. */
  readonly waitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called once if there is something to wait for. */
  readonly onWaiting?: (() => void) | undefined;
}

export interface SessionSource {
  readonly clock: Clock;
  list(): readonly SessionInfo[];
  /** Until every Studio that looks for a host has had its turn to connect. */
  unsettledMs(): number;
  /** With this many there is nobody else to wait for. */
  readonly expectedSessions: number | undefined;
  onChange(listener: () => void): Unsubscribe;
  /** Settles the wait when the connection is closed. */
  onClosed(listener: () => void): Unsubscribe;
}

export const DEFAULT_WAIT_MS = 10_000;

export function waitForSessionAsync(source: SessionSource, query: SessionQuery): Promise<SessionInfo> {
  const { clock } = source;
  const startedAt = clock.now();
  const isFresh = source.unsettledMs() > 0;
  const limitMs = query.waitMs ?? (isFresh ? DEFAULT_WAIT_MS : 0);

  return new Promise((resolve, reject) => {
    let timer: Timer | undefined;
    let told = false;
    const stop: Unsubscribe[] = [];
    const finish = (settle: () => void) => {
      timer?.cancel();
      for (const unsubscribe of stop.splice(0)) unsubscribe();
      settle();
    };

    const look = () => {
      timer?.cancel();
      const sessions = source.list();
      const pick = pickSession(sessions, query);
      const leftMs = limitMs - (clock.now() - startedAt);
      const unsettledMs = isComplete(source, sessions) ? 0 : source.unsettledMs();
      const isNamed = pick.ok && query.target !== undefined && isNamedById(pick.session, query.target);
      const isSettled = isNamed || unsettledMs <= 0 || leftMs <= 0;
      if (pick.ok && isSettled) return finish(() => resolve(pick.session));
      const mayChange = pick.ok || (pick.error.code === 'AMBIGUOUS_SESSION' ? !isSettled : leftMs > 0);
      if (!pick.ok && !mayChange) return finish(() => reject(pick.error));
      if (!told) query.onWaiting?.();
      told = true;
      timer = clock.setTimer(unsettledMs > 0 ? Math.min(unsettledMs, leftMs) : leftMs, look);
    };

    const onAbort = () =>
      finish(() => reject(new BridgeError('CANCELLED', 'The wait for a session was cancelled.')));
    if (query.signal?.aborted) return onAbort();
    query.signal?.addEventListener('abort', onAbort, { once: true });
    stop.push(() => query.signal?.removeEventListener('abort', onAbort));
    stop.push(source.onChange(look));
    stop.push(
      source.onClosed(() => {
        const error = new BridgeError(
          'HOST_UNREACHABLE',
          'The connection was closed while it waited for a session.',
        );
        finish(() => reject(error));
      }),
    );
    look();
  });
}

function isComplete(source: SessionSource, sessions: readonly SessionInfo[]): boolean {
  return source.expectedSessions !== undefined && sessions.length >= source.expectedSessions;
}
