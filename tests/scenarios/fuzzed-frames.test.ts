// Ten thousand broken frames on every endpoint, before and after its handshake: nothing ends, hangs or stays behind.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { execute } from '../../src/protocol/core-actions.js';
import { untilSessions, useBridge } from '../support/bridge.js';
import { createFuzzer } from '../support/fuzzer.js';
import { useRawClient } from '../support/raw-client.js';
import { useRegisteredPlugin } from '../support/scripted-plugin.js';
import { verifiesTogether } from '../support/verifies.js';

const FRAMES = 10_000;
/** Less than ten thousand frames of any kind would hold on to. */
const LEAK_BYTES = 1024 * 1024;

/** What this process has in use, after its garbage is gone. */
function holdings(): { handles: number; bytes: number } {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return { handles: process.getActiveResourcesInfo().length, bytes: process.memoryUsage().heapUsed };
}

async function openAsync(port: number, path: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

const TOKEN = 'the-token-of-this-test';
const SENDERS: readonly [string, (port: number) => Promise<WebSocket>][] = [
  ['somebody on /plugin', (port) => openAsync(port, '/plugin')],
  ['somebody on /client', (port) => openAsync(port, '/client')],
  ['a plugin', async (port) => (await useRegisteredPlugin(port, { payload: { placeName: 'Mad' } })).socket],
  ['a client', (port) => useRawClient(port, TOKEN)],
];

verifiesTogether('bridge.fuzzing', 'ten thousand broken frames', () => {
  test.each(SENDERS)('from %s harm nobody else', async (_name, dialAsync) => {
    const { host, clients, port } = await useBridge({ token: TOKEN });
    const plugin = await useRegisteredPlugin(port);
    const session = await clients[0]?.resolveSessionAsync({ target: plugin.sessionId });
    const fuzz = createFuzzer(7, [plugin.sessionId]);
    const openOneAsync = async () => {
      const socket = await dialAsync(port);
      onTestFinished(() => socket.terminate());
      return socket.setMaxListeners(0).on('error', () => {});
    };
    const sendAsync = async (frames: number) => {
      let socket = await openOneAsync();
      for (let count = 0; count < frames; count += 1) {
        if (socket.readyState !== WebSocket.OPEN) socket = await openOneAsync();
        socket.send(fuzz());
        if (count % 100 !== 0) continue;
        const isRead = new Promise((resolve) => socket.once('pong', resolve).once('close', resolve));
        socket.ping();
        await isRead;
      }
      const isClosed = new Promise((resolve) => socket.once('close', resolve));
      if (socket.readyState !== WebSocket.CLOSED) {
        socket.close();
        await isClosed;
      }
      await untilSessions(host, 1);
      plugin.log.length = 0;
    };
    // What is compiled and kept once is there after the first few.
    await sendAsync(FRAMES / 5);
    const before = holdings();
    await sendAsync(FRAMES);
    const after = holdings();
    expect(after.handles).toBeLessThanOrEqual(before.handles);
    expect(after.bytes - before.bytes).toBeLessThan(LEAK_BYTES);
    const result = await session?.invokeAsync(execute, { script: 'still here' });
    expect(result?.returnValues).toEqual(['still here']);
  });
});
