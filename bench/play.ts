// Play tests of an emulated Studio: how long until all their sessions are there, and how long until they are gone.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../scripts/bundling.js';
import { type Figure, median } from './harness.js';
import type { Staying } from './processes.js';

const ROUNDS = 20;
const LIMIT_MS = 1000;
/** Edit, server and client. */
const SESSIONS = 3;

const START =
  'task.spawn(function() game:GetService("StudioTestService"):ExecutePlayModeAsync({}) end) return 1';
const STOP = 'game:GetService("StudioTestService"):EndTest()';
const UNTIL_ENDED = 'while not game:GetService("StudioTestService").EditModeActive do task.wait() end';

interface Connection {
  listSessionsAsync(): Promise<readonly unknown[]>;
  on(event: string, listener: () => void): () => void;
  resolveSessionAsync(query?: { context?: string }): Promise<{ execAsync(code: string): Promise<unknown> }>;
  disconnectAsync(): Promise<void>;
}

interface Library {
  readonly BridgeConnection: { connectAsync(options: { port: number }): Promise<Connection> };
}

export async function playFiguresAsync({ port, home }: Staying): Promise<readonly Figure[]> {
  process.env.STUDIO_BRIDGE_HOME = home;
  const library: Library = await import(pathToFileURL(join(ROOT, 'dist', 'index.js')).href);
  const connection = await library.BridgeConnection.connectAsync({ port });
  const edit = await connection.resolveSessionAsync();
  const starts: number[] = [];
  const stops: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      starts.push(await timeAsync(connection, SESSIONS, () => edit.execAsync(START)));
      const server = await connection.resolveSessionAsync({ context: 'server' });
      stops.push(await timeAsync(connection, 1, () => server.execAsync(STOP)));
      await edit.execAsync(UNTIL_ENDED);
    }
  } finally {
    await connection.disconnectAsync();
  }
  const figure = (name: string, times: readonly number[]): Figure => ({
    name,
    value: median(times),
    unit: 'ms',
    limit: LIMIT_MS,
    detail: 'a server and a client of a nearly empty place, p50',
  });
  return [figure('play test, until connected', starts), figure('play test, until gone', stops)];
}

/** The milliseconds until there are as many sessions. */
async function timeAsync(
  connection: Connection,
  sessions: number,
  beginAsync: () => Promise<unknown>,
): Promise<number> {
  const startedAt = performance.now();
  await beginAsync();
  while ((await connection.listSessionsAsync()).length !== sessions) {
    await new Promise<void>((resolve) => {
      const done = () => {
        for (const stop of listening) stop();
        resolve();
      };
      const listening = ['session-connected', 'session-disconnected'].map((event) =>
        connection.on(event, done),
      );
    });
  }
  return performance.now() - startedAt;
}
