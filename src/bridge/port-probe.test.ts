import { expect, test } from 'vitest';
import { useConnection, useFreePort, useTcpServer } from '../../tests/support/bridge.js';
import { probePortAsync } from './port-probe.js';

test('a host says who it is', async () => {
  const connection = await useConnection();
  expect(await probePortAsync(connection.port)).toMatchObject({ kind: 'host', serverVersion: '0.0.0-test' });
});

test('nobody is there', async () => {
  expect(await probePortAsync(await useFreePort())).toEqual({ kind: 'free' });
});

test.each([
  ['hangs up', (socket: import('node:net').Socket) => socket.destroy()],
  [
    'answers something else',
    (socket: import('node:net').Socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nhello'),
  ],
  [
    'answers far too much',
    (socket: import('node:net').Socket) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(100_000)}`),
  ],
])('somebody who %s is no host', async (_what, onSocket) => {
  const { port } = await useTcpServer((socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  expect(await probePortAsync(port)).toMatchObject({ kind: 'foreign' });
});
