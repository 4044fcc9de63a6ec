// A port that was free a moment ago, for programs that want to be told one.
import { once } from 'node:events';
import { createServer } from 'node:net';

export async function freePortAsync(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No port was given.');
  return address.port;
}
