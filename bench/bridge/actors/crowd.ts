// Many clients in one process, each with a connection of its own, that ask at a pace and not as fast as they can.
import { BridgeConnection } from '../../../src/bridge/bridge-connection.js';
import type { BridgeSession } from '../../../src/bridge/bridge-session.js';
import { execute } from '../../../src/protocol/core-actions.js';
import { type Line, openFloorAsync } from './floor-line.js';
import { obey } from './obey.js';

const SCRIPT = 'return 1';

export interface Pace {
  readonly count: number;
  readonly everyMs: number;
}

let connections: BridgeConnection[] = [];
let floor: Line | undefined;

const commands = {
  async connect({ port, home, count }: { port: number; home: string; count: number }): Promise<void> {
    connections = await Promise.all(
      Array.from({ length: count }, () =>
        BridgeConnection.connectAsync({
          port,
          stateFolder: home,
          local: true,
          clientVersion: '0.0.0-bench',
        }),
      ),
    );
  },

  async connectFloor(port: number): Promise<void> {
    floor = await openFloorAsync(port);
  },

  /** Each from the next client to the next plugin; resolves with how long each took, in milliseconds. */
  async askBridge(pace: Pace): Promise<number[]> {
    const sessions = await Promise.all(connections.map(resolveAllAsync));
    return keepPaceAsync(pace, async (index) => {
      const known = sessions[index % sessions.length] ?? [];
      const result = await known[index % known.length]?.invokeAsync(execute, { script: SCRIPT });
      if (!result?.success) throw new Error('The script failed.');
    });
  },

  /** The same, all of them over the floor's one line. */
  askFloor: (pace: Pace): Promise<number[]> => keepPaceAsync(pace, () => floor?.(SCRIPT)),
};
export type Crowd = typeof commands;

obey(commands);

function resolveAllAsync(connection: BridgeConnection): Promise<BridgeSession[]> {
  return Promise.all(
    connection.listSessions().map(({ sessionId }) => connection.resolveSessionAsync({ target: sessionId })),
  );
}

/** Begins at even distances, however long each takes. */
async function keepPaceAsync(
  { count, everyMs }: Pace,
  ask: (index: number) => Promise<unknown> | undefined,
): Promise<number[]> {
  const timeAsync = async (index: number) => {
    const askedAt = performance.now();
    await ask(index);
    return performance.now() - askedAt;
  };
  const startedAt = performance.now();
  const times: Promise<number>[] = [];
  while (times.length < count) {
    const waitMs = startedAt + times.length * everyMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    times.push(timeAsync(times.length));
  }
  return Promise.all(times);
}
