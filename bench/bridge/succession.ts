// How long users notice that their host is gone: from the moment that it begins to leave, or is killed, until each of
// the clients that it leaves behind has its first answer through the next host. Plugins come back as the real one
// does: they look at once, and then every 250 ms.
import { type Figure, quantile } from '../harness.js';
import type { Actor } from './actor.js';
import type { Peer } from './actors/peer.js';
import type { Plugins } from './actors/plugins.js';
import { onStageAsync, type Stage } from './stage.js';

const LIMIT_MS = 120_000;
const RUNS = 50;
/** Besides the host. */
const CLIENTS = 2;
const PLUGINS = 3;

export function successionFiguresAsync(): Promise<Figure[]> {
  return onStageAsync(LIMIT_MS, async (stage) => {
    const host = await stage.startAsync<Peer>('peer');
    await host.ask('connect', stage);
    const plugins = await stage.startAsync<Plugins>('plugins');
    await plugins.ask('connect', { port: stage.port, count: PLUGINS });
    let peers = [host];
    await host.ask('choose', 'place-0');
    const measureAsync = async (end: (host: Actor<Peer>) => Promise<void>) => {
      const times: number[] = [];
      while (times.length < RUNS) {
        peers = await fillUpAsync(stage, peers);
        times.push(await timeSuccessionAsync(peers, end));
      }
      return times;
    };
    const graceful = await measureAsync(async (leaving) => {
      await leaving.ask('leave');
      await leaving.killAsync();
    });
    const killed = await measureAsync((dying) => dying.killAsync());
    return [
      figureOf('succession, graceful, p95', 500, graceful),
      figureOf('succession, kill -9, p95', 1_000, killed),
    ];
  });
}

/** Every client has an answer from its session before the host may end. */
async function fillUpAsync(stage: Stage, peers: readonly Actor<Peer>[]): Promise<Actor<Peer>[]> {
  const present = peers.filter(({ child }) => child.exitCode === null && child.signalCode === null);
  while (present.length <= CLIENTS) {
    const peer = await stage.startAsync<Peer>('peer');
    await peer.ask('connect', stage);
    await peer.ask('choose', `place-${present.length}`);
    present.push(peer);
  }
  await Promise.all(present.map((peer) => peer.ask('ask')));
  return present;
}

async function timeSuccessionAsync(
  peers: readonly Actor<Peer>[],
  end: (host: Actor<Peer>) => Promise<void>,
): Promise<number> {
  const roles = await Promise.all(peers.map((peer) => peer.ask('isHost')));
  const host = peers[roles.indexOf(true)];
  if (!host) throw new Error('Nobody is the host.');
  const startedAt = performance.now();
  const ended = end(host);
  await Promise.all(peers.filter((peer) => peer !== host).map((peer) => peer.ask('askNextHost')));
  const elapsedMs = performance.now() - startedAt;
  await ended;
  return elapsedMs;
}

function figureOf(name: string, limit: number, times: readonly number[]): Figure {
  return {
    name,
    value: quantile(times, 0.95),
    unit: 'ms',
    limit,
    detail: `${RUNS} runs: p50 ${quantile(times, 0.5).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms`,
  };
}
