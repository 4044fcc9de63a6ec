// What a host takes and what it does not, on real sockets: whoever wants too much hears it, and nobody else feels it.
import { expect, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { execute } from '../../src/protocol/core-actions.js';
import { MAX_FRAME_BYTES } from '../../src/protocol/limits.js';
import { bridgePlugin } from '../../src/studio/plugin/plugin-files.js';
import { useBridge, useConnection } from '../support/bridge.js';
import { usePlugin, useRegisteredPlugin } from '../support/scripted-plugin.js';
import { verifies } from '../support/verifies.js';

verifies('bridge.limits', 'a request that no host would take is not sent, whoever the host is', async () => {
  const { host, clients } = await useBridge();
  const plugin = await useRegisteredPlugin(host.port);
  for (const connection of [host, ...clients]) {
    const session = await connection.resolveSessionAsync({ target: plugin.sessionId });
    await expect(session.invokeAsync(execute, { script: 'x'.repeat(MAX_FRAME_BYTES) })).rejects.toMatchObject(
      {
        code: 'INVALID_PAYLOAD',
        message: expect.stringMatching(
          /^The script takes \d+ bytes as a message, and the host takes 16777216/,
        ),
        delivery: 'not-sent',
      },
    );
    const result = await session.invokeAsync(execute, { script: 'x'.repeat(MAX_FRAME_BYTES / 4) });
    expect(result.success).toBe(true);
  }
  expect(plugin.count('execute')).toBe(2);
});

verifies('bridge.limits', 'the largest frame that there may be passes, there and back', async () => {
  const { host, clients } = await useBridge();
  const plugin = await useRegisteredPlugin(host.port);
  const script = 'x'.repeat(MAX_FRAME_BYTES - 400);
  for (const connection of [host, ...clients]) {
    const session = await connection.resolveSessionAsync({ target: plugin.sessionId });
    const result = await session.invokeAsync(execute, { script });
    expect(result.returnValues?.[0] === script).toBe(true);
  }
});

verifies('bridge.limits', 'a Studio that does not read gets no more, and goes on when it does', async () => {
  const { host, clients } = await useBridge({ limits: { maxQueuedBytes: 1_000_000 } });
  const stuck = await useRegisteredPlugin(host.port, { payload: { placeName: 'Stuck' } });
  const other = await useRegisteredPlugin(host.port, { payload: { placeName: 'Other' } });
  const session = await clients[0]?.resolveSessionAsync({ target: 'Stuck', waitMs: 5_000 });
  if (!session) return expect.unreachable();
  stuck.socket.pause();
  const script = 'x'.repeat(1_000_000);
  const asked: Promise<unknown>[] = [];
  let refusal: unknown;
  for (let count = 0; refusal === undefined && count < 100; count += 1) {
    const asking = session.invokeAsync(execute, { script });
    asked.push(asking.catch((error: unknown) => (refusal ??= error)));
    await Promise.race([asking.catch(() => {}), new Promise(setImmediate)]);
  }
  expect(refusal).toMatchObject({
    code: 'BUSY',
    message: expect.stringMatching(/^\d+ bytes are waiting for this session already/),
    delivery: 'not-sent',
  });
  const free = await clients[0]?.resolveSessionAsync({ target: other.sessionId });
  await expect(free?.invokeAsync(execute, { script: 'ok' })).resolves.toMatchObject({ success: true });
  stuck.socket.resume();
  await Promise.all(asked);
  await expect(session.invokeAsync(execute, { script: 'ok' })).resolves.toMatchObject({ success: true });
});

verifies('bridge.limits', 'a frame over the limit ends the connection it came on, and no other', async () => {
  const { host, clients, port } = await useBridge({ limits: { maxFrameBytes: 10_000 } });
  const greedy = await useRegisteredPlugin(port, { payload: { placeName: 'Greedy' } });
  const modest = await useRegisteredPlugin(port);
  greedy.sendText('x'.repeat(10_001));
  expect(await greedy.closed).toMatchObject({ code: 1009 });
  const session = await clients[0]?.resolveSessionAsync({ target: modest.sessionId });
  await expect(session?.invokeAsync(execute, { script: 'ok' })).resolves.toMatchObject({ success: true });
  await expect(session?.invokeAsync(execute, { script: 'x'.repeat(10_000) })).rejects.toMatchObject({
    message: expect.stringContaining('the host takes 10000 at most'),
    hint: expect.stringContaining('serve --limit frame-bytes='),
  });
  expect(host.listSessions().map(({ sessionId }) => sessionId)).toEqual([modest.sessionId]);
});

verifies('bridge.limits', 'a Studio whose answer is too long says so and stays connected', async () => {
  const host = await useConnection({ limits: { maxFrameBytes: 100_000 } });
  const { port } = host;
  const studio = await startEmulatedStudioAsync({ port, placeName: 'Long', plugins: [bridgePlugin] });
  onTestFinished(() => studio.terminateAsync());
  const session = await host.resolveSessionAsync({ target: 'Long', waitMs: 15_000 });
  const { sessionId } = session.info;
  await expect(
    session.invokeAsync(execute, { script: 'return string.rep("x", 200000)' }),
  ).rejects.toMatchObject({
    code: 'ANSWER_TOO_LARGE',
    message: expect.stringMatching(
      /^The answer could not be sent: it is \d+ bytes long, and the host takes 100000/,
    ),
  });
  await expect(session.invokeAsync(execute, { script: 'return 1' })).resolves.toMatchObject({
    returnValues: [1],
  });
  expect(session.info.sessionId).toBe(sessionId);
});

verifies('bridge.limits', 'connections over the limit are refused, and a client is told why', async () => {
  const { host, port, stateFolder } = await useBridge({ clients: 1, limits: { maxConnections: 2 } });
  const plugin = await usePlugin(port);
  const refused = new WebSocket(`ws://127.0.0.1:${port}/plugin`);
  const error = await new Promise<Error>((resolve) => refused.on('error', resolve));
  expect(error.message).toBe('Unexpected server response: 503');
  await expect(useConnection({ port, stateFolder })).rejects.toMatchObject({
    code: 'HOST_UNREACHABLE',
    message: `The host at port ${port} takes nobody else: it has as many connections as it may.`,
    hint: expect.stringContaining('serve --limit connections='),
  });
  await plugin.closeAsync();
  const joined = await useConnection({ port, stateFolder });
  expect([host.role, joined.role]).toEqual(['host', 'client']);
});
