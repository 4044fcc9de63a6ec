// Many clients in one process, each with a connection of its own, that ask at a pace and not as fast as they can.
import { BridgeConnection } from '../../../src/bridge/bridge-connection.js';
import type { BridgeSession } from '../../../src/bridge/bridge-session.js';
import { execute } from '../../../src/protocol/core-actions.js';
import { obey } from './obey.js';

const SCRIPT = 'return 1';

let connections: BridgeConnection[] = [];

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

  /**
   * Requests that begin at even distances, each from the next client to the next plugin; resolves with how long each
   * took from when it was due, in milliseconds, so that one that had to wait its turn counts in full.
   */
  async askAtPace({ count, everyMs }: { count: number; everyMs: number }): Promise<number[]> {
    const pairs = await Promise.all(connections.map(resolveAllAsync));
    const startedAt = performance.now();
    const times: Promise<number>[] = [];
    while (times.length < count) {
      const waitMs = startedAt + times.length * everyMs - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      const sessions = pairs[times.length % pairs.length] ?? [];
      const session = sessions[times.length % sessions.length];
      if (session) times.push(timeAsync(session));
    }
    return Promise.all(times);
  },
};
export type Crowd = typeof commands;

obey(commands);

function resolveAllAsync(connection: BridgeConnection): Promise<BridgeSession[]> {
  return Promise.all(
    connection.listSessions().map(({ sessionId }) => connection.resolveSessionAsync({ target: sessionId })),
  );
}

async function timeAsync(session: BridgeSession): Promise<number> {
  const startedAt = performance.now();
  const { success } = await session.invokeAsync(execute, { script: SCRIPT });
  if (!success) throw new Error('The script failed.');
  return performance.now() - startedAt;
}
