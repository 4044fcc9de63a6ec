// A host with as many plugins and clients as a large team's build machine would have: what it takes, and whether
// some requests wait much longer than others.
//
// The load is 200 requests a second, each from another client to another plugin, at even distances: each client asks
// four times a second, more than people and their tools do. A burst that fills the machine would measure the queue
// in front of the host, which is as long as the burst, and not the host. It comes in rounds, in turns with the same
// load on a bare relay, whose own p99 says what the machine adds at that moment; of the rounds the median counts.
import { type Figure, median, quantile } from '../harness.js';
import type { Crowd, Pace } from './actors/crowd.js';
import type { Plugins } from './actors/plugins.js';
import { startFloorAsync } from './floor.js';
import { onStageAsync } from './stage.js';

const LIMIT_MS = 60_000;
const PLUGINS = 200;
const CLIENTS = 50;
const MEGABYTE = 1024 * 1024;
const ROUNDS = 7;
const ROUND: Pace = { count: 300, everyMs: 5 };

export function crowdFiguresAsync(): Promise<Figure[]> {
  return onStageAsync(LIMIT_MS, async (stage) => {
    const { port, home } = stage;
    const host = await stage.serveAsync();
    const alone = await host.ask('memory');
    const plugins = await stage.startAsync<Plugins>('plugins');
    await plugins.ask('connect', { port, count: PLUGINS });
    const crowd = await stage.startAsync<Crowd>('crowd');
    await crowd.ask('connect', { port, home, count: CLIENTS });
    await crowd.ask('connectFloor', await startFloorAsync(stage));

    const floor: number[][] = [];
    const bridge: number[][] = [];
    // The first round of each warms it up.
    for (let round = 0; round <= ROUNDS; round += 1) {
      floor[round] = await crowd.ask('askFloor', ROUND);
      bridge[round] = await crowd.ask('askBridge', ROUND);
    }
    const { peakBytes } = await host.ask('memory');
    return [
      {
        name: 'crowd, memory of the host',
        value: peakBytes / MEGABYTE,
        unit: 'MB',
        limit: 150,
        detail: `at its peak, ${PLUGINS} plugins and ${CLIENTS} clients; ${(alone.nowBytes / MEGABYTE).toFixed(0)} MB alone`,
      },
      spreadFigure(bridge.slice(1), floor.slice(1)),
    ];
  });
}

function spreadFigure(bridge: readonly number[][], floor: readonly number[][]): Figure {
  const spread = (times: readonly number[]) => quantile(times, 0.99) / quantile(times, 0.5);
  const all = bridge.flat();
  return {
    name: 'crowd, p99 to p50',
    value: median(bridge.map(spread)),
    unit: 'x',
    limit: 10,
    detail:
      `${1000 / ROUND.everyMs} requests a second; a bare ws relay: ${median(floor.map(spread)).toFixed(1)} x; ` +
      `all rounds: p50 ${quantile(all, 0.5).toFixed(2)} ms, p99 ${quantile(all, 0.99).toFixed(2)} ms`,
  };
}
