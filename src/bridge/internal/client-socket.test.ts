import { expect, onTestFinished, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { useTcpServer } from '../../../tests/support/bridge.js';
import { systemClock } from '../../support/clock.js';
import { dialHostAsync } from './dial-host.js';
import type { Link } from './link.js';

/** A peer by another implementation, and a link to it. */
async function useWebSocketServer(onSocket: (socket: WebSocket) => void) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  server.on('connection', onSocket);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const result = await dialHostAsync({ host: '127.0.0.1', port, timeoutMs: 5_000, clock: systemClock });
  if (!result.ok) throw new Error(result.message);
  onTestFinished(() => result.link.terminate('the test is over'));
  return result.link;
}

const nextFrame = (link: Link) => new Promise<string>((resolve) => link.read(resolve));
const closeOf = (link: Link) => new Promise<string>((resolve) => link.onClose(resolve));

test.each([0, 1, 125, 126, 65_535, 65_536, 1_000_000])('%i bytes go there and back', async (size) => {
  const link = await useWebSocketServer((socket) =>
    socket.on('message', (data) => socket.send(data.toString())),
  );
  const text = 'é'.repeat(size / 2) + 'x'.repeat(size % 2);
  link.send(text);
  expect(await nextFrame(link)).toBe(text);
});

test('a message that comes in parts is one message, with a ping in between', async () => {
  const link = await useWebSocketServer((socket) => {
    socket.send('one ', { fin: false });
    socket.ping();
    socket.send('two', { fin: true });
  });
  expect(await nextFrame(link)).toBe('one two');
});

test('frames that come before anybody reads are kept in order', async () => {
  const link = await useWebSocketServer((socket) => {
    for (const text of ['1', '2', '3']) socket.send(text);
  });
  expect(await link.pingAsync(5_000)).toBe(true);
  const seen: string[] = [];
  link.read((frame) => seen.push(frame));
  expect(seen).toEqual(['1', '2', '3']);
});

test('both sides can close, and the reason arrives', async () => {
  const closing = await useWebSocketServer((socket) => socket.close(1000, 'enough'));
  expect(await closeOf(closing)).toBe('enough');
  const closed = new Promise<string>((resolve) => {
    void useWebSocketServer((socket) =>
      socket.on('close', (_code, reason) => resolve(reason.toString())),
    ).then((link) => link.close('done here'));
  });
  expect(await closed).toBe('done here');
});

test('a peer that is cut off shows as closed, and answers no ping', async () => {
  const link = await useWebSocketServer((socket) => socket.terminate());
  await closeOf(link);
  expect(link.isOpen).toBe(false);
  expect(await link.pingAsync(1_000)).toBe(false);
});

test.each([
  ['binary', (socket: WebSocket) => socket.send(Buffer.from('x')), 'the bridge sends text only'],
  [
    'not UTF-8',
    (socket: WebSocket) => socket.send(Buffer.from([0xff]), { binary: false }),
    'a message is not UTF-8',
  ],
  [
    'too big',
    (socket: WebSocket) => socket.send('x'.repeat(17 * 1024 * 1024)),
    'a frame of 17825792 bytes is over the limit',
  ],
])('a message that is %s ends the link', async (_name, send, reason) => {
  const link = await useWebSocketServer(send);
  expect(await closeOf(link)).toBe(reason);
});

const reply = (text: string) => useTcpServer((socket) => void socket.on('error', () => {}).end(text));

test.each([
  ['SSH-2.0-OpenSSH_9.2\r\n', 'foreign', 'it does not speak HTTP'],
  ['HTTP/1.1 404 Not Found\r\n\r\n', 'foreign', 'it answered HTTP 404'],
  ['HTTP/1.0 404 File not found\r\n\r\n', 'foreign', 'it answered HTTP 404'],
  ['HTTP/1.1 503 Busy\r\n\r\n', 'full', 'it has as many connections as it may'],
  ['HTTP/1.1 101 OK\r\nSec-WebSocket-Accept: wrong\r\n\r\n', 'foreign', 'it did not accept the WebSocket'],
  [`HTTP/1.1 200 ${'x'.repeat(20_000)}`, 'foreign', 'its answer is too long'],
  ['', 'ended', 'it hung up'],
])('what answers %j is no host', async (text, kind, message) => {
  const { port } = await reply(text);
  expect(await dialHostAsync({ host: '127.0.0.1', port, timeoutMs: 5_000, clock: systemClock })).toEqual({
    ok: false,
    kind,
    message,
  });
});

test('silence and a name that does not resolve are told apart', async () => {
  const { port } = await useTcpServer((socket) => {
    socket.on('error', () => {});
    onTestFinished(() => void socket.destroy());
  });
  expect(await dialHostAsync({ host: '127.0.0.1', port, timeoutMs: 50, clock: systemClock })).toMatchObject({
    kind: 'silent',
    message: 'it accepted the connection and said nothing',
  });
  expect(
    await dialHostAsync({ host: 'no-such-host.invalid', port, timeoutMs: 5_000, clock: systemClock }),
  ).toMatchObject({ kind: 'unreachable' });
});
