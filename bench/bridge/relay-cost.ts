// What the bridge adds to the wire. Client, host and plugin are three processes, and so are the client, the relay and
// the far end of the floor; the client is the same process for both, and uses them in turns.
import { type Figure, median } from '../harness.js';
import type { LineClient, Turns } from './actors/line-client.js';
import type { Plugins } from './actors/plugins.js';
import { startFloorAsync } from './floor.js';
import { onStageAsync } from './stage.js';

const LIMIT_MS = 60_000;
const SCRIPT_BYTES = 20;
const LARGE_BYTES = 1_000_000;

// Short rounds: what else goes on here then falls on both sides alike.
const WARM_UP: Turns = { rounds: 10, count: 500, inFlight: 1, bytes: SCRIPT_BYTES };
const SINGLE: Turns = { rounds: 500, count: 25, inFlight: 1, bytes: SCRIPT_BYTES };
const MANY: Turns = { rounds: 40, count: 1_000, inFlight: 64, bytes: SCRIPT_BYTES };
const LARGE: Turns = { rounds: 20, count: 5, inFlight: 1, bytes: LARGE_BYTES };

export function relayCostFiguresAsync(): Promise<Figure[]> {
  return onStageAsync(LIMIT_MS, async (stage) => {
    await stage.serveAsync();
    const plugins = await stage.startAsync<Plugins>('plugins');
    await plugins.ask('connect', { port: stage.port, count: 1 });
    const floorPort = await startFloorAsync(stage);
    const client = await stage.startAsync<LineClient>('line-client');
    await client.ask('connect', { port: stage.port, home: stage.home, floorPort });

    await client.ask('takeTurns', WARM_UP);
    const single = await client.ask('takeTurns', SINGLE);
    const many = await client.ask('takeTurns', MANY);
    const large = await client.ask('takeTurns', LARGE);
    return [
      { name: 'relay, p50', limit: 1.3, ...ofEach(single) },
      { name: 'relay, 64 in flight', limit: 0.7, bound: 'least', ...ofRate(many, MANY.count) },
      { name: 'relay, 1 MB both ways', limit: 1.3, ...ofEach(large) },
    ];
  });
}

type Pairs = Awaited<ReturnType<LineClient['takeTurns']>>;
type Measured = Pick<Figure, 'value' | 'unit' | 'detail'>;

/** The median of the ratios of neighbours: what disturbs one of them mostly disturbs the other. */
function ofEach(pairs: Pairs): Measured {
  const [floorMs, bridgeMs] = [
    median(pairs.map(({ floor }) => floor.eachMs)),
    median(pairs.map(({ bridge }) => bridge.eachMs)),
  ];
  return {
    value: median(pairs.map(({ floor, bridge }) => bridge.eachMs / floor.eachMs)),
    unit: 'x',
    detail: `${bridgeMs.toFixed(3)} ms against ${floorMs.toFixed(3)} ms of a bare ws relay`,
  };
}

function ofRate(pairs: Pairs, count: number): Measured {
  const perSecond = (side: 'floor' | 'bridge') =>
    Math.round(count / (median(pairs.map((pair) => pair[side].allMs)) / 1000));
  return {
    value: median(pairs.map(({ floor, bridge }) => floor.allMs / bridge.allMs)),
    unit: 'x',
    detail: `${perSecond('bridge')} a second against ${perSecond('floor')} of a bare ws relay`,
  };
}
