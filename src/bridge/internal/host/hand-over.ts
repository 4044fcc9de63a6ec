// The end of a host that other processes depend on: they are told while their links and the plugins' still work,
// so that one of them listens before any plugin has to look for it.
import type { Clock } from '../../../support/clock.js';
import { withTimeoutAsync } from '../../../support/delay.js';
import type { ClientEndpoint } from './client-endpoint.js';

/** Binding a port takes milliseconds; who has not moved by then will find the next host by itself. */
const HAND_OVER_MS = 250;

export async function handOverAsync(
  clients: Iterable<ClientEndpoint>,
  reason: string,
  clock: Clock,
): Promise<void> {
  const all = [...clients];
  for (const client of all) client.tell('hostClosing', { reason });
  const moved = all
    .filter((client) => client.canSucceed)
    .map((client) => new Promise<void>((resolve) => client.link.onClose(() => resolve())));
  if (moved.length === 0) return;
  await withTimeoutAsync(clock, HAND_OVER_MS, Promise.all(moved).then(ignore), ignore);
}

function ignore(): void {}
