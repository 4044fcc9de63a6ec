// A program that only wanted to use the bridge must be able to end although it became the host. With no clients
// for a while the port no longer keeps its process alive; as long as the process lives, it serves on.
import type { Clock, Timer } from '../../support/clock.js';
import type { Unsubscribe } from '../../support/emitter.js';

export interface IdleHost {
  readonly remoteClients: number;
  setRef(isRef: boolean): void;
  on(event: 'client-connected' | 'client-disconnected', listener: () => void): Unsubscribe;
}

export const IDLE_GRACE_MS = 5_000;

/** Requests of this process keep it alive by their own time-outs. */
export function releaseWhenIdle(host: IdleHost, clock: Clock): void {
  let timer: Timer | undefined;
  const look = () => {
    timer?.cancel();
    host.setRef(true);
    if (host.remoteClients > 0) return;
    timer = clock.setTimer(IDLE_GRACE_MS, () => host.setRef(false), { background: true });
  };
  host.on('client-connected', look);
  host.on('client-disconnected', look);
  look();
}
