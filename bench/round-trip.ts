// One request and its answer inside a connection that stands: client, host and Studio are three processes.
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { WebSocket } from 'ws';
import { ROOT } from '../scripts/bundling.js';
import { type Figure, median, quantile, timeEachAsync } from './harness.js';
import { endAsync, readEvents, type Staying, startNode } from './processes.js';

const ROUNDS = 2_000;
/** Until then V8 still compiles what the three processes run again and again. */
const WARM_UP = 5_000;
/** Echo and exec take turns in blocks, so that both see the same machine. */
const BLOCK = 100;
const LIMIT_MS = 0.5;

interface Library {
  readonly BridgeConnection: {
    connectAsync(options: { port: number }): Promise<{
      resolveSessionAsync(): Promise<{ execAsync(code: string): Promise<{ success: boolean }> }>;
      disconnectAsync(): Promise<void>;
    }>;
  };
}

export async function roundTripFigureAsync({ port, home }: Staying): Promise<Figure> {
  process.env.STUDIO_BRIDGE_HOME = home;
  const library: Library = await import(pathToFileURL(join(ROOT, 'dist', 'index.js')).href);
  const connection = await library.BridgeConnection.connectAsync({ port });
  const echo = await openEchoAsync();
  try {
    const session = await connection.resolveSessionAsync();
    const execAsync = async () => {
      if (!(await session.execAsync('return 1')).success) throw new Error('The script failed.');
    };
    const execs: number[] = [];
    const echoes: number[] = [];
    await timeEachAsync(execAsync, WARM_UP);
    await timeEachAsync(echo.askAsync, WARM_UP);
    for (let done = 0; done < ROUNDS; done += BLOCK) {
      echoes.push(...(await timeEachAsync(echo.askAsync, BLOCK)));
      execs.push(...(await timeEachAsync(execAsync, BLOCK)));
    }
    const floorMs = median(echoes);
    const value = median(execs);
    return {
      name: 'exec round trip, p50',
      value,
      unit: 'ms',
      limit: LIMIT_MS,
      detail: `${(value / floorMs).toFixed(1)} times a bare ws echo (${floorMs.toFixed(3)} ms), p95 ${quantile(execs, 0.95).toFixed(2)} ms`,
    };
  } finally {
    await echo.closeAsync();
    await connection.disconnectAsync();
  }
}

interface Echo {
  readonly askAsync: () => Promise<void>;
  closeAsync(): Promise<void>;
}

async function openEchoAsync(): Promise<Echo> {
  const server = startNode([join(ROOT, 'bench', 'echo-server.mjs')]);
  const { port } = await readEvents(server)('started');
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  await once(socket, 'open');
  // As long as an `execute` frame.
  const frame = JSON.stringify({
    type: 'execute',
    sessionId: crypto.randomUUID(),
    requestId: crypto.randomUUID(),
    payload: { script: 'return 1' },
  });
  return {
    askAsync: () =>
      new Promise((resolve, reject) => {
        socket.once('message', () => resolve());
        socket.send(frame, (error) => error && reject(error));
      }),
    async closeAsync() {
      socket.terminate();
      await endAsync(server);
    },
  };
}
