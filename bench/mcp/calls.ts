// Calls of a tool, one after the other and many at once, beside those of a server whose plugin asks for its work.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../scripts/bundling.js';
import { PROGRAM } from '../../scripts/program.js';
import { freePortAsync } from '../../tests/support/free-port.js';
import { type Figure, median, quantile, timeEachAsync } from '../harness.js';
import { endAsync, readEvents, startNode } from '../processes.js';
import { LineClient } from './line-client.js';

const ROUNDS = 1_500;
const WARM_UP = 300;
const IN_FLIGHT = 64;
const CALLS = 10_000;
const THROUGHPUT_ROUNDS = 3;
/** Of a server that answers twice a second. */
const SLOW_ROUNDS = 9;

const execAsync = (client: LineClient) => client.callAsync('studio_console_exec', { code: 'return 1' });

/** The server is the host itself, as it is where nothing else runs. */
export async function callFiguresAsync(): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), 'studio-bridge-bench-'));
  const env = {
    STUDIO_BRIDGE_HOME: home,
    STUDIO_BRIDGE_LOCAL: 'true',
    STUDIO_BRIDGE_PORT: String(await freePortAsync()),
  };
  const client = new LineClient([PROGRAM, 'mcp'], env);
  const studio = startNode([PROGRAM, 'emulator'], env);
  studio.stdout?.resume();
  try {
    await client.openAsync();
    await timeEachAsync(() => execAsync(client), WARM_UP);
    const polled = await peerTimesAsync({ pauseMs: 500, rounds: SLOW_ROUNDS });
    const unpaused = await peerTimesAsync({ pauseMs: 0, rounds: ROUNDS / 3 });
    const own = await timeEachAsync(() => execAsync(client), ROUNDS);
    const [perSecond, floor] = await throughputsAsync(client);
    return [
      {
        name: 'mcp: exec round trip, p50',
        value: median(own),
        unit: 'ms',
        limit: 1.2,
        detail: `p95 ${quantile(own, 0.95).toFixed(2)} ms; client, server and Studio are three processes`,
      },
      {
        name: `mcp: calls, ${IN_FLIGHT} in flight`,
        value: perSecond,
        unit: '/s',
        limit: 5_000,
        bound: 'least',
        detail: `${CALLS} scripts on one emulated Studio; a server that does nothing answers ${floor.toFixed(0)}/s, ${(floor / perSecond).toFixed(1)} times as many`,
      },
      versus('mcp: against polling', 100, own, polled, 'a plugin that polls every 0.5 s'),
      versus('mcp: against polling, no pause', 1, own, unpaused, 'a plugin that polls without a pause'),
    ];
  } finally {
    await Promise.all([client.closeAsync(), endAsync(studio)]);
    rmSync(home, { recursive: true, force: true });
  }
}

function versus(name: string, limit: number, own: number[], other: number[], what: string): Figure {
  const [ownMs, otherMs] = [median(own), median(other)];
  const detail = `${ownMs.toFixed(2)} ms against ${otherMs.toFixed(1)} ms of robloxstudio-mcp with ${what}`;
  return { name, value: otherMs / ownMs, unit: 'x', limit, bound: 'least', detail };
}

/** Of the server, and of one that answers at once. */
async function throughputsAsync(client: LineClient): Promise<[number, number]> {
  const echo = new LineClient([join(ROOT, 'bench', 'mcp', 'echo-lines.mjs')]);
  const own: number[] = [];
  const floors: number[] = [];
  try {
    await echo.openAsync();
    // The first round of each, in which V8 still compiles what runs again and again, does not count.
    for (let round = 0; round <= THROUGHPUT_ROUNDS; round++) {
      const [floor, subject] = [await throughputAsync(echo), await throughputAsync(client)];
      if (round === 0) continue;
      floors.push(floor);
      own.push(subject);
    }
  } finally {
    await echo.closeAsync();
  }
  return [median(own), median(floors)];
}

async function throughputAsync(client: LineClient): Promise<number> {
  let left = CALLS;
  const startedAt = performance.now();
  const workAsync = async () => {
    while (left-- > 0) await execAsync(client);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, workAsync));
  return (CALLS / (performance.now() - startedAt)) * 1_000;
}

/** The other server as it ships, with a plugin that answers at once when it has asked. */
async function peerTimesAsync({ pauseMs, rounds }: { pauseMs: number; rounds: number }): Promise<number[]> {
  const port = await freePortAsync();
  const server = createRequire(import.meta.url).resolve('robloxstudio-mcp/package.json');
  const env = { ROBLOX_STUDIO_PORT: String(port), ROBLOX_STUDIO_HOST: '127.0.0.1' };
  const client = new LineClient([join(dirname(server), 'dist', 'index.js')], env);
  await client.openAsync();
  const plugin = startNode([join(ROOT, 'bench', 'polling-plugin.mjs'), String(port), String(pauseMs)]);
  try {
    await readEvents(plugin)('ready');
    const askAsync = () => client.callAsync('execute_luau', { code: 'return 1' });
    await askAsync();
    return await timeEachAsync(askAsync, rounds);
  } finally {
    await endAsync(plugin);
    await client.closeAsync();
  }
}
