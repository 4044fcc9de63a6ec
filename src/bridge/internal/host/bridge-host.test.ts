import { expect, test } from 'vitest';
import { createHostRig, REGISTER_PAYLOAD, settle } from '../../../../tests/support/host-rig.js';
import { verifies } from '../../../../tests/support/verifies.js';

test('a plugin that registers is welcomed under its own id and shown to clients', async () => {
  const rig = createHostRig();
  const client = await rig.join();
  const plugin = await rig.register('s1', { origin: 'emulator' });
  expect(plugin.last('welcome')).toEqual({
    type: 'welcome',
    sessionId: 's1',
    protocolVersion: 2,
    payload: {
      sessionId: 's1',
      capabilities: REGISTER_PAYLOAD.capabilities,
      serverVersion: '9.9.9',
      maxFrameBytes: 16_777_216,
    },
  });
  expect(client.last('sessionConnected')?.payload).toMatchObject({
    session: {
      sessionId: 's1',
      instanceId: 'studio-1',
      origin: 'emulator',
      protocolVersion: 2,
      stale: false,
    },
  });
});

verifies(
  'host.clamps-version',
  'a later revision is clamped, and what it can do besides is kept',
  async () => {
    const rig = createHostRig();
    const plugin = rig.plugin();
    const payload = { ...REGISTER_PAYLOAD, capabilities: ['teleport'] };
    plugin.send({ type: 'register', sessionId: 's1', protocolVersion: 7, payload });
    await settle();
    expect(plugin.last('welcome')).toMatchObject({
      protocolVersion: 2,
      payload: { capabilities: ['execute', 'teleport'] },
    });
  },
);

verifies('host.fresh-id', 'an id that is taken is replaced, and nobody is evicted', async () => {
  const rig = createHostRig();
  const first = await rig.register('same');
  const second = await rig.register('same', { instanceId: 'studio-2' });
  expect(first.closedBy).toBeUndefined();
  const id = second.last('welcome')?.sessionId;
  expect(id).not.toBe('same');
  expect(rig.host.listSessions().map((session) => session.sessionId)).toEqual(['same', id]);
});

test('the same Studio again replaces its old connection only if that is dead', async () => {
  const rig = createHostRig();
  const alive = await rig.register('s1');
  await rig.register('s2');
  expect(alive.closedBy).toBeUndefined();
  expect(rig.host.listSessions()).toHaveLength(2);
});

verifies('bridge.plugin-update', 'an outdated plugin is told, and so is the log', async () => {
  const rig = createHostRig();
  const plugin = await rig.register('s1', { pluginVersion: '0.0.9' });
  expect(plugin.last('welcome')?.payload).toMatchObject({ pluginUpdateAvailable: true });
  expect(rig.host.listSessions()[0]?.pluginUpdateAvailable).toBe(true);
  expect(rig.logs).toContainEqual(
    expect.stringContaining('Plugin version 0.0.9 is older than recommended minimum'),
  );
});

verifies(
  'bridge.legacy-plugin',
  'a version 1 plugin gets a version 1 welcome and scripts without requestIds, one at a time',
  async () => {
    const rig = createHostRig();
    const client = await rig.join();
    const plugin = await rig.hello('old');
    expect(plugin.last('welcome')).toEqual({
      type: 'welcome',
      sessionId: 'old',
      payload: { sessionId: 'old' },
    });
    for (const requestId of ['r1', 'r2']) {
      client.send({ type: 'execute', sessionId: 'old', requestId, payload: { script: requestId } });
    }
    await settle();
    expect(plugin.all('execute')).toEqual([{ type: 'execute', sessionId: 'old', payload: { script: 'r1' } }]);
    plugin.send({ type: 'output', sessionId: 'old', payload: { messages: [] } });
    plugin.send({ type: 'scriptComplete', sessionId: 'old', payload: { success: true } });
    await settle();
    expect(client.last('output')).toMatchObject({ requestId: 'r1' });
    expect(client.last('scriptComplete')).toMatchObject({ requestId: 'r1' });
    expect(plugin.last('execute')?.payload).toEqual({ script: 'r2' });
    client.send({ type: 'queryState', sessionId: 'old', requestId: 'r3', payload: {} });
    await settle();
    expect(client.last('error')).toMatchObject({
      requestId: 'r3',
      payload: {
        code: 'CAPABILITY_NOT_SUPPORTED',
        message: 'This plugin speaks protocol version 1, which has no queryState.',
      },
    });
  },
);

test('a plugin dialled by the id of its session has to be that session', async () => {
  const rig = createHostRig();
  const right = rig.plugin('session-1');
  right.send({ type: 'hello', sessionId: 'session-1', payload: { sessionId: 'session-1' } });
  const wrong = rig.plugin('session-2');
  wrong.send({ type: 'hello', sessionId: 'session-3', payload: { sessionId: 'session-3' } });
  await settle();
  expect(right.last('welcome')).toBeDefined();
  expect(wrong.closedBy).toBe('the path names another session than hello does');
});

verifies('host.silent-plugin', 'who says nothing for ten seconds is shown out', async () => {
  const rig = createHostRig();
  const [plugin, client] = [rig.plugin(), rig.client()];
  await settle();
  rig.clock.advance(10_000);
  await settle();
  expect(plugin.closedBy).toBe('no register within 10 seconds');
  expect(client.closedBy).toBe('no clientHello within 10 seconds');
  expect(rig.clock.pendingTimers).toBe(0);
});

test('a register that is not one is answered, and may be followed by one that is', async () => {
  const rig = createHostRig();
  const plugin = rig.plugin();
  plugin.send({
    type: 'register',
    sessionId: 's1',
    protocolVersion: 2,
    payload: { ...REGISTER_PAYLOAD, context: 'moon' },
  });
  await settle();
  expect(plugin.last('error')?.payload).toMatchObject({
    code: 'INVALID_PAYLOAD',
    message: expect.stringContaining('payload.context'),
  });
  plugin.send({ type: 'register', sessionId: 's1', protocolVersion: 2, payload: REGISTER_PAYLOAD });
  await settle();
  expect(plugin.last('welcome')).toBeDefined();
});

verifies(
  'host.stale-sessions',
  'a plugin without heartbeats for 45 seconds is stale, for 60 seconds gone',
  async () => {
    const rig = createHostRig();
    const client = await rig.join();
    const plugin = await rig.register('s1');
    rig.clock.advance(44_999);
    expect(rig.host.listSessions()[0]?.stale).toBe(false);
    rig.clock.advance(1);
    expect(rig.host.listSessions()[0]?.stale).toBe(true);
    const heartbeat = { uptimeMs: 1, state: 'Play', pendingRequests: 0 };
    plugin.send({ type: 'heartbeat', sessionId: 's1', payload: heartbeat });
    await settle();
    expect(rig.host.listSessions()[0]).toMatchObject({ stale: false, state: 'Play' });
    rig.clock.advance(60_000);
    await settle();
    expect(rig.host.listSessions()).toEqual([]);
    expect(client.last('sessionDisconnected')?.payload).toEqual({
      sessionId: 's1',
      reason: 'no heartbeat for a minute',
    });
    expect(plugin.last('shutdown')).toBeDefined();
  },
);

verifies('host.stale-sessions', 'a host that slept gives its plugins the time to be heard', async () => {
  const rig = createHostRig();
  await rig.register('s1');
  rig.clock.sleep(3_600_000);
  expect(rig.host.listSessions()[0]?.stale).toBe(false);
  rig.clock.advance(44_999);
  expect(rig.host.listSessions()[0]?.stale).toBe(false);
  rig.clock.advance(15_001);
  expect(rig.host.listSessions()).toEqual([]);
});

verifies('bridge.token', 'a client with the wrong token learns nothing', async () => {
  const rig = createHostRig();
  await rig.register('s1');
  const client = await rig.join('not-the-token-of-the-rig');
  expect(client.last('error')?.payload).toMatchObject({ code: 'UNAUTHORIZED' });
  expect(client.all('clientWelcome')).toEqual([]);
  expect(client.closedBy).toBe('unauthorized');
});

test('a broken frame with a readable requestId is answered; one without is dropped; both sides stay', async () => {
  const rig = createHostRig();
  const client = await rig.join();
  const plugin = await rig.register('s1');
  for (const peer of [client, plugin]) {
    peer.link.send('{"type":7,"sessionId":"s1","requestId":"r9"}');
    peer.link.send('not json');
  }
  await settle();
  for (const peer of [client, plugin]) {
    expect(peer.last('error')).toMatchObject({ requestId: 'r9', payload: { code: 'INVALID_PAYLOAD' } });
    expect(peer.closedBy).toBeUndefined();
  }
});

test('a frame of another session is refused', async () => {
  const rig = createHostRig();
  const plugin = await rig.register('s1');
  plugin.send({ type: 'stateResult', sessionId: 's2', requestId: 'r1', payload: {} });
  await settle();
  expect(plugin.last('error')).toMatchObject({ requestId: 'r1', payload: { code: 'SESSION_MISMATCH' } });
});

test('actions that the plugin lacks are pushed before any request, and again when they change', async () => {
  let changed = () => {};
  const action = (name: string, hash: string) => ({
    name,
    responseType: `${name}Result`,
    source: `return ${hash}`,
    hash,
  });
  let list = [action('a', '1'), action('b', '1')];
  const rig = createHostRig({
    actions: {
      list: () => list,
      onChanged: (listener) => {
        changed = listener;
        return () => {};
      },
    },
  });
  const plugin = await rig.register('s1', { actions: { a: '1' } });
  expect(plugin.heard.map((message) => message.type)).toEqual(['welcome', 'registerAction']);
  expect(plugin.last('registerAction')?.payload).toEqual(action('b', '1'));
  list = [action('a', '2'), action('b', '1')];
  changed();
  await settle();
  expect(plugin.all('registerAction').map((message) => message.payload)).toEqual([
    action('b', '1'),
    action('a', '2'),
  ]);
  const { requestId = '' } = plugin.last('registerAction') ?? {};
  plugin.send({
    type: 'registerActionResult',
    sessionId: 's1',
    requestId,
    payload: { name: 'a', success: false, error: 'a:1: unexpected symbol' },
  });
  await settle();
  expect(rig.logs).toContain('warn TestPlace did not take the action a: a:1: unexpected symbol');
});
