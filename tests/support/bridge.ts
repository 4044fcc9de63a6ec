// Connections, hosts and ports for tests; each is closed when its test is over.
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { BridgeConnection, type ConnectionEvents } from '../../src/bridge/bridge-connection.js';
import type { BridgeConnectionOptions } from '../../src/bridge/connection-options.js';
import { useTmp } from './use-tmp.js';

/** A port that was free a moment ago. */
export async function useFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** A TCP server that is no host. */
export async function useTcpServer(onSocket: (socket: Socket) => void): Promise<{ port: number }> {
  const server = createServer({}, onSocket);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0 };
}

/** A connection, by default on a private host. */
export async function useConnection(
  options: Partial<BridgeConnectionOptions> = {},
): Promise<BridgeConnection> {
  const connection = await BridgeConnection.connectAsync({
    port: 0,
    clientVersion: '0.0.0-test',
    stateFolder: options.stateFolder ?? useTmp(),
    local: true,
    ...options,
  });
  onTestFinished(() => connection.disconnectAsync());
  return connection;
}

/** A host and clients of it, as one user's processes would have them. */
export async function useBridge(
  options: Partial<BridgeConnectionOptions> & { clients?: number } = {},
): Promise<{ host: BridgeConnection; clients: BridgeConnection[]; stateFolder: string; port: number }> {
  const { clients: count = 1, ...rest } = options;
  const stateFolder = rest.stateFolder ?? useTmp();
  const host = await useConnection({ ...rest, stateFolder });
  const clients: BridgeConnection[] = [];
  for (let index = 0; index < count; index += 1) {
    clients.push(await useConnection({ ...rest, stateFolder, port: host.port, role: 'auto' }));
  }
  return { host, clients, stateFolder, port: host.port };
}

/** The next event of a kind that satisfies the test. */
export function nextEvent<K extends keyof ConnectionEvents>(
  connection: BridgeConnection,
  event: K,
  accepts: (value: ConnectionEvents[K]) => boolean = () => true,
): Promise<ConnectionEvents[K]> {
  return new Promise((resolve) => {
    const stop = connection.on(event, (value) => {
      if (!accepts(value)) return;
      stop();
      resolve(value);
    });
  });
}

/** Resolves once as many sessions are listed. */
export async function untilSessions(connection: BridgeConnection, count: number): Promise<void> {
  while (connection.listSessions().length !== count) {
    await Promise.race([
      nextEvent(connection, 'session-connected'),
      nextEvent(connection, 'session-disconnected'),
    ]);
  }
}
