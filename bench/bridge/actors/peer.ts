// A program that takes part in the bridge and may come to be its host: the first one is, and of those that are left
// when a host ends one becomes the next.
import { BridgeConnection } from '../../../src/bridge/bridge-connection.js';
import type { BridgeSession } from '../../../src/bridge/bridge-session.js';
import { execute } from '../../../src/protocol/core-actions.js';
import { obey } from './obey.js';

const TIMEOUT_MS = 10_000;

let connection: BridgeConnection | undefined;
let session: BridgeSession | undefined;
let lastHostId: string | undefined;

const commands = {
  async connect({ port, home }: { port: number; home: string }): Promise<void> {
    connection = await BridgeConnection.connectAsync({
      port,
      stateFolder: home,
      local: true,
      keepAlive: true,
      clientVersion: '0.0.0-bench',
    });
  },

  /** From now on it asks this place. */
  async choose(target: string): Promise<void> {
    session = await connection?.resolveSessionAsync({ target, waitMs: TIMEOUT_MS });
  },

  /** Resolves with the answer. */
  ask: askAsync,

  /** The first answer from another host than the one that gave the last. */
  async askNextHost(): Promise<void> {
    while (connection?.hostId === lastHostId) await nextHostAsync();
    await askAsync();
  },

  isHost: (): boolean => connection?.role === 'host',

  /** As a program that is done. */
  leave: (): Promise<void> | undefined => connection?.disconnectAsync(),
};
export type Peer = typeof commands;

obey(commands);

async function askAsync(): Promise<void> {
  const result = await session?.invokeAsync(execute, { script: 'return 1' }, { timeoutMs: TIMEOUT_MS });
  if (!result?.success) throw new Error('The script failed.');
  lastHostId = connection?.hostId;
}

function nextHostAsync(): Promise<void> {
  return new Promise((resolve) => {
    const stop = connection?.on('host-changed', () => {
      stop?.();
      resolve();
    });
  });
}
