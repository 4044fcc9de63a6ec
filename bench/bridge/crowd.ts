// A host with as many plugins and clients as a large team's build machine would have: what it takes, and whether
// some requests wait much longer than others.
//
// The load is 200 requests a second, each from another client to another plugin, at even distances. That is each
// client asking four times a second, more than people and their tools do. A burst that fills the machine would
// measure the queue in front of the host, which is as long as the burst, and not the host.
import { type Figure, quantile } from '../harness.js';
import type { Crowd } from './actors/crowd.js';
import type { Plugins } from './actors/plugins.js';
import { onStageAsync } from './stage.js';

const LIMIT_MS = 60_000;
const PLUGINS = 200;
const CLIENTS = 50;
const MEGABYTE = 1024 * 1024;
const WARM_UP = { count: 1_000, everyMs: 5 };
const LOAD = { count: 3_000, everyMs: 5 };

export function crowdFiguresAsync(): Promise<Figure[]> {
  return onStageAsync(LIMIT_MS, async (stage) => {
    const { port, home } = stage;
    const host = await stage.serveAsync();
    const alone = await host.ask('memory');
    const plugins = await stage.startAsync<Plugins>('plugins');
    await plugins.ask('connect', { port, count: PLUGINS });
    const crowd = await stage.startAsync<Crowd>('crowd');
    await crowd.ask('connect', { port, home, count: CLIENTS });
    await crowd.ask('askAtPace', WARM_UP);
    const times = await crowd.ask('askAtPace', LOAD);
    const { peakBytes } = await host.ask('memory');
    const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
    return [
      {
        name: 'crowd, memory of the host',
        value: peakBytes / MEGABYTE,
        unit: 'MB',
        limit: 150,
        detail: `at its peak, ${PLUGINS} plugins and ${CLIENTS} clients; ${(alone.nowBytes / MEGABYTE).toFixed(0)} MB alone`,
      },
      {
        name: 'crowd, p99 to p50',
        value: p99 / p50,
        unit: 'x',
        limit: 10,
        detail: `${p99.toFixed(2)} ms against ${p50.toFixed(2)} ms, ${1000 / LOAD.everyMs} requests a second`,
      },
    ];
  });
}
