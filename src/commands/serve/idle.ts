// When a host has had no plugin and no client for a while.
import type { StudioConnection } from '../../command/command-context.js';
import type { Clock, Timer } from '../../support/clock.js';

/** Settles once nothing has been connected for `timeoutMs`. */
export function untilIdleAsync(connection: StudioConnection, clock: Clock, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    let clients = 0;
    let timer: Timer | undefined;
    const look = () => {
      timer?.cancel();
      const isIdle = clients === 0 && connection.listSessions().length === 0;
      timer = isIdle ? clock.setTimer(timeoutMs, resolve) : undefined;
    };
    const count = (change: number) => () => {
      clients += change;
      look();
    };
    connection.on('session-connected', look);
    connection.on('session-disconnected', look);
    connection.on('client-connected', count(1));
    connection.on('client-disconnected', count(-1));
    look();
  });
}
