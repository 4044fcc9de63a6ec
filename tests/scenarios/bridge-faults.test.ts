// What goes wrong on real sockets: bytes that mean nothing, plugins that vanish, readers that do not read. The host must outlive it all, tell whoever waits, and keep nothing.
import { randomBytes } from 'node:crypto';
import { connect, Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { execute } from '../../src/protocol/core-actions.js';
import { nextEvent, untilSessions, useBridge, useConnection } from '../support/bridge.js';
import { useRawClient } from '../support/raw-client.js';
import { usePlugin, useRegisteredPlugin } from '../support/scripted-plugin.js';
import { verifies, verifiesTogether } from '../support/verifies.js';

/** What came over the connection under a WebSocket. */
function wireBytesOf(socket: WebSocket): number {
  const stream: unknown = Reflect.get(socket, '_socket');
  return stream instanceof Socket ? stream.bytesRead : 0;
}

async function openAsync(port: number, path: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  onTestFinished(() => socket.terminate());
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('open', resolve));
  return socket;
}

test('bytes that are no HTTP, no WebSocket or no text close that connection only', async () => {
  const { port } = await useConnection();
  const closed = (write: (socket: Socket) => void) =>
    new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => write(socket));
      socket
        .on('error', () => {})
        .on('data', () => {})
        .on('close', () => resolve());
    });
  await closed((socket) => socket.write(randomBytes(5_000)));
  await closed((socket) => socket.end('GET /health HTTP/1.1\r\n\r\n'));
  await closed((socket) => socket.destroy());
  const binary = await openAsync(port, '/plugin');
  binary.send(randomBytes(100));
  const raw = await openAsync(port, '/plugin');
  const gone = new Promise((resolve) => raw.once('close', resolve));
  raw.send(Buffer.from([0xff, 0xfe]), { binary: false });
  await gone;
  await useRegisteredPlugin(port);
});

verifiesTogether('host.session-gone', 'a lost session', () => {
  test.each(['on receipt', 'after output'])(
    'a plugin that is cut off %s and does not come back fails the request, with what is known of it',
    async (step) => {
      const host = await useConnection();
      const plugin = await useRegisteredPlugin(host.port);
      const session = await host.resolveSessionAsync({ target: plugin.sessionId });
      plugin.on('execute', (message) => {
        if (step === 'on receipt') plugin.cut();
        else plugin.reply(message, 'output', { messages: [{ level: 'Print', body: 'ran' }] });
      });
      const onOutput = () => plugin.cut();
      await expect(session.invokeAsync(execute, { script: '' }, { onOutput })).rejects.toMatchObject({
        code: 'SESSION_DISCONNECTED',
        message: expect.stringContaining('The session of TestPlace (edit) went away and did not come back'),
        delivery: step === 'on receipt' ? 'unknown' : 'ran',
      });
      await expect(session.invokeAsync(execute, { script: '' })).rejects.toMatchObject({
        delivery: 'not-sent',
      });
    },
  );
});

test('a follower that does not read loses its place, costs little, and the others miss nothing', async () => {
  const limit = 4 * 1024 * 1024;
  const token = 'the-token-of-this-test';
  const { host, clients, port } = await useBridge({ clients: 2, token, limits: { maxQueuedBytes: limit } });
  const plugin = await useRegisteredPlugin(port);
  plugin.on('subscribe', (message) => plugin.reply(message, 'subscribeResult', message.payload));
  const lines = 20_000;
  const received = clients.map(() => 0);
  const done = Promise.all(
    clients.map(async (client, index) => {
      const session = await client.resolveSessionAsync({ target: plugin.sessionId });
      await session.subscribeAsync(['logPush']);
      await new Promise<void>((resolve) => {
        session.follow({
          missed: () => expect.unreachable(),
          push: () => {
            received[index] = (received[index] ?? 0) + 1;
            if (received[index] === lines) resolve();
          },
        });
      });
    }),
  );
  const slow = await useRawClient(port, token);
  const subscribed = new Promise((resolve) => {
    slow.on('message', (data) => data.toString().includes('subscribeResult') && resolve(undefined));
  });
  const payload = { events: ['logPush'] };
  slow.send(JSON.stringify({ type: 'subscribe', sessionId: plugin.sessionId, requestId: 's', payload }));
  await subscribed;
  slow.pause();
  const dropped = nextEvent(host, 'client-disconnected', ({ reason }) => reason.includes('did not read'));
  const body = 'x'.repeat(1_000);
  for (let seq = 1; seq <= lines; seq += 1) {
    plugin.send({
      type: 'logPush',
      sessionId: plugin.sessionId,
      payload: { entry: { level: 'Print', body, seq } },
    });
    if (seq % 200 === 0) await new Promise(setImmediate);
  }
  await Promise.all([done, dropped]);
  expect(received).toEqual([lines, lines]);
});

test('connections that come and go leave nothing behind', async () => {
  const { host, clients, port, stateFolder } = await useBridge({ clients: 1 });
  const resources = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  const before = resources();
  for (let round = 0; round < 20; round += 1) {
    const plugin = await usePlugin(port);
    await plugin.registerAsync();
    const client = await useConnection({ port, stateFolder });
    const left = nextEvent(host, 'client-disconnected');
    await client.disconnectAsync();
    await left;
    await plugin.closeAsync();
  }
  await Promise.all([host, ...clients].map((connection) => untilSessions(connection, 0)));
  expect(resources()).toBeLessThanOrEqual(before);
});

verifies(
  'bridge.replacement',
  'the same Studio again takes the place of its connection that does not answer',
  async () => {
    const host = await useConnection();
    const instanceId = 'studio-1';
    const dead = await useRegisteredPlugin(host.port, { payload: { instanceId } });
    const alive = await useRegisteredPlugin(host.port, { payload: { instanceId, context: 'server' } });
    dead.socket.pause();
    const back = await useRegisteredPlugin(host.port, { payload: { instanceId } });
    const twin = await useRegisteredPlugin(host.port, { payload: { instanceId, context: 'server' } });
    const ids = host.listSessions().map(({ sessionId }) => sessionId);
    expect(ids.sort()).toEqual([alive, back, twin].map(({ sessionId }) => sessionId).sort());
  },
);

verifies(
  'bridge.compression',
  'large frames are compressed for a plugin that can read them, small ones are not',
  async () => {
    const host = await useConnection();
    const plugin = await useRegisteredPlugin(host.port);
    const session = await host.resolveSessionAsync({ target: plugin.sessionId });
    const bytesFor = async (size: number) => {
      const before = wireBytesOf(plugin.socket);
      await session.invokeAsync(execute, { script: 'x'.repeat(size) });
      return wireBytesOf(plugin.socket) - before;
    };
    expect(await bytesFor(100_000)).toBeGreaterThan(100_000);
    expect(await bytesFor(2_000_000)).toBeLessThan(200_000);
  },
);
