// What the plugin takes while nobody asks it for anything, and whether it keeps count of a burst of lines.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../../scripts/bundling.js';
import { childEnv } from '../../scripts/checks/tool.js';
import { loadSourceAsync } from '../../scripts/load-source.js';
import type { Figure } from '../harness.js';
import { clientOf, type Staying } from '../processes.js';

const IDLE_LIMIT_MS = 1;
const LINES = 10_000;
const MARK = 'burst';
/** For the last of them to arrive after the script has ended. */
const LATE_MS = 10_000;

interface Session {
  invokeAsync(action: unknown, payload: object, options?: object): Promise<{ success?: boolean }>;
  subscribeAsync(events: readonly string[]): Promise<string[]>;
  follow(listener: {
    push(event: { payload: unknown }): void;
    missed(lines: { fromSeq: number; toSeq: number }): void;
  }): () => void;
}
interface Connection {
  resolveSessionAsync(choice: object): Promise<Session>;
  on(event: 'session-connected', listener: (session: { placeName: string }) => void): () => void;
  disconnectAsync(): Promise<void>;
}
interface Source {
  readonly BridgeConnection: { connectAsync(options: object): Promise<Connection> };
  readonly execute: unknown;
  readonly bridgePlugin: object;
}

export async function pluginFiguresAsync(host: Staying): Promise<Figure[]> {
  const source = await loadSourceAsync<Source>(`
    export { BridgeConnection } from './bridge/bridge-connection.js';
    export { execute } from './protocol/core-actions.js';
    export { bridgePlugin } from './studio/plugin/plugin-files.js';
  `);
  const connection = await source.BridgeConnection.connectAsync(clientOf(host));
  try {
    const burst = await burstFigureAsync(await connection.resolveSessionAsync({}), source.execute);
    return [burst, await idleFigureAsync(connection, host.port, source.bridgePlugin)];
  } finally {
    await connection.disconnectAsync();
  }
}

async function burstFigureAsync(session: Session, execute: unknown): Promise<Figure> {
  const seen = new Set<string>();
  let [doubled, missed] = [0, 0];
  let onNews = () => {};
  const stop = session.follow({
    push({ payload }) {
      const { entry } = payload as { entry: { body: string } };
      if (!entry.body.startsWith(MARK)) return;
      if (seen.has(entry.body)) doubled++;
      seen.add(entry.body);
      onNews();
    },
    missed({ fromSeq, toSeq }) {
      missed += toSeq - fromSeq + 1;
      onNews();
    },
  });
  await session.subscribeAsync(['logPush']);
  const startedAt = performance.now();
  const script = `for line = 1, ${LINES} do print("${MARK} " .. line) end`;
  const allCame = new Promise<void>((resolve) => {
    onNews = () => seen.size + missed >= LINES && resolve();
  });
  await session.invokeAsync(execute, { script }, { timeoutMs: 60_000 });
  const late = new AbortController();
  const tooLate = setTimeout(() => late.abort(), LATE_MS);
  await Promise.race([allCame, once(late.signal, 'abort')]);
  clearTimeout(tooLate);
  stop();
  return {
    name: 'log burst, not accounted for',
    value: Math.abs(LINES - seen.size - missed) + doubled,
    unit: 'lines',
    limit: 0,
    detail: `${LINES} lines at once: ${seen.size} followed, ${missed} told as missed, in ${(performance.now() - startedAt).toFixed(0)} ms`,
  };
}

async function idleFigureAsync(connection: Connection, port: number, plugin: object): Promise<Figure> {
  let hasConnected = false;
  connection.on('session-connected', ({ placeName }) => {
    hasConnected ||= placeName === 'Idle';
  });
  const actor = spawn(process.execPath, [join(ROOT, 'bench/plugin/idle-actor.mjs')], {
    env: childEnv(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  actor.stdin.end(JSON.stringify({ library: join(ROOT, 'dist/emulator.js'), port, plugin }));
  const { without, withPlugin } = JSON.parse(await text(actor.stdout));
  if (!hasConnected) throw new Error('The plugin that was measured was not connected.');
  return {
    name: 'plugin, idle for a second',
    value: Math.max(0, withPlugin - without),
    unit: 'ms',
    limit: IDLE_LIMIT_MS,
    detail: `an emulated Studio computes ${withPlugin.toFixed(2)} ms a second with it, ${without.toFixed(2)} ms without`,
  };
}
