import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHostRig, REGISTER_PAYLOAD, RIG_TOKEN, settle } from '../../../../tests/support/host-rig.js';
import { verifies } from '../../../../tests/support/verifies.js';

test('a plugin that registers is welcomed under its own id and shown to clients', async () => {
  const rig = createHostRig();
  const client = await rig.join();
  const plugin = await rig.register('s1', { origin: 'emulator' });
  expect(plugin.last('welcome')).toEqual({
    type: 'welcome',
    sessionId: 's1',
    protocolVersion: 2,
    payload: { sessionId: 's1', capabilities: REGISTER_PAYLOAD.capabilities, serverVersion: '9.9.9' },
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

verifies('bridge.token', 'a client with the wrong token learns nothing', async () => {
  const rig = createHostRig();
  await rig.register('s1');
  const client = await rig.join('not-the-token-of-the-rig');
  expect(client.last('error')?.payload).toMatchObject({ code: 'UNAUTHORIZED' });
  expect(client.all('clientWelcome')).toEqual([]);
  expect(client.closedBy).toBe('unauthorized');
});

test('a request for a session that is not there comes back unsent', async () => {
  const rig = createHostRig();
  const client = await rig.join();
  client.send({ type: 'execute', sessionId: 'nowhere', requestId: 'r1', payload: { script: '' } });
  await settle();
  expect(client.last('error')).toMatchObject({
    requestId: 'r1',
    payload: {
      code: 'SESSION_NOT_FOUND',
      delivery: 'not-sent',
      message: 'No session nowhere is connected to this host.',
    },
  });
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

test('output without a requestId belongs to the script that runs', async () => {
  const rig = createHostRig();
  const client = await rig.join();
  const plugin = await rig.register('s1');
  client.send({ type: 'queryState', sessionId: 's1', requestId: 'q', payload: {} });
  client.send({ type: 'execute', sessionId: 's1', requestId: 'e', payload: { script: '' } });
  await settle();
  plugin.send({ type: 'output', sessionId: 's1', payload: { messages: [] } });
  await settle();
  expect(client.last('output')).toMatchObject({ requestId: 'e' });
});

verifies('bridge.limits', 'a session takes only so many requests at a time', async () => {
  const rig = createHostRig({ limits: { maxRequestsPerSession: 2 } });
  const client = await rig.join();
  const plugin = await rig.register('s1');
  for (const requestId of ['1', '2', '3'])
    client.send({ type: 'queryState', sessionId: 's1', requestId, payload: {} });
  await settle();
  expect(client.all('error')).toMatchObject([
    { requestId: '3', payload: { code: 'BUSY', delivery: 'not-sent' } },
  ]);
  client.send({ type: 'abandonRequest', requestId: '1', payload: {} });
  client.send({ type: 'queryState', sessionId: 's1', requestId: '4', payload: {} });
  await settle();
  expect(plugin.all('queryState').map((message) => message.requestId)).toEqual(['1', '2', '4']);
});

test('cancel reaches the plugin from the asker, and from nobody else', async () => {
  const rig = createHostRig();
  const [asker, other] = [await rig.join(), await rig.join()];
  const plugin = await rig.register('s1');
  asker.send({ type: 'execute', sessionId: 's1', requestId: 'r', payload: { script: '' } });
  other.send({ type: 'cancel', sessionId: 's1', requestId: 'r', payload: {} });
  await settle();
  expect(plugin.all('cancel')).toEqual([]);
  asker.send({ type: 'cancel', sessionId: 's1', requestId: 'r', payload: {} });
  await settle();
  expect(plugin.all('cancel')).toHaveLength(1);
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

verifies(
  'path.interleaved',
  'each answer reaches its asker once, whatever the order, with doubles and strays among them',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ client: fc.nat(2), session: fc.nat(1) }), { minLength: 1, maxLength: 30 }),
        fc.infiniteStream(fc.nat(1_000)),
        async (requests, random) => {
          const rig = createHostRig();
          const clients = [await rig.join(), await rig.join(), await rig.join()];
          const plugins = [await rig.register('s0'), await rig.register('s1', { instanceId: 'studio-2' })];
          for (const [index, { client, session }] of requests.entries()) {
            clients[client]?.send({
              type: 'ask',
              sessionId: `s${session}`,
              requestId: `r${index}`,
              payload: {},
            });
          }
          await settle();
          const answers = requests.flatMap(({ session }, index) => [
            { session, id: `r${index}` },
            { session, id: `r${index}` },
            { session: 1 - session, id: `r${index}` },
            { session, id: `stray${index}` },
          ]);
          const strayFirst = answers.map((answer) => ({ answer, at: random.next().value ?? 0 }));
          strayFirst.sort((left, right) => left.at - right.at);
          for (const { answer } of strayFirst) {
            plugins[answer.session]?.send({
              type: 'done',
              sessionId: `s${answer.session}`,
              requestId: answer.id,
              payload: {},
            });
          }
          await settle();
          for (const [index, client] of clients.entries()) {
            const expected = requests.flatMap((request, at) => (request.client === index ? [`r${at}`] : []));
            expect(
              client
                .all('done')
                .map((message) => message.requestId)
                .sort(),
            ).toEqual(expected.sort());
          }
        },
      ),
      { numRuns: 50 },
    );
  },
);

verifies('bridge.fuzzing', 'no frame from a plugin or a client ends the host', async () => {
  const rig = createHostRig();
  const client = await rig.join();
  const plugin = await rig.register('s1');
  const types = fc.constantFrom(
    'register',
    'hello',
    'output',
    'scriptComplete',
    'heartbeat',
    'stateChange',
    'error',
    'cancel',
    'shutdown',
    'welcome',
    'execute',
    'subscribe',
    'unsubscribe',
    'registerAction',
    'abandonRequest',
    '',
  );
  const frame = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record(
        {
          type: fc.oneof(types, fc.jsonValue()),
          sessionId: fc.oneof(fc.constantFrom('s1', '', 'zz'), fc.jsonValue()),
          requestId: fc.oneof(fc.constantFrom('r1', 'r2'), fc.jsonValue()),
          protocolVersion: fc.oneof(fc.integer(), fc.jsonValue()),
          payload: fc.jsonValue(),
        },
        { requiredKeys: [] },
      )
      .map((value) => JSON.stringify(value)),
  );
  await fc.assert(
    fc.asyncProperty(frame, fc.constantFrom(client, plugin, undefined), async (text, peer) => {
      (peer ?? rig.plugin()).link.send(text);
      await settle();
    }),
    { numRuns: 2_000 },
  );
  const probe = await rig.join();
  expect(probe.last('clientWelcome')).toBeDefined();
});

verifies('path.raw-relay', 'what the host does not know passes as it was written', async () => {
  const rig = createHostRig();
  const client = await rig.join();
  const plugin = await rig.register('s1');
  const asked: string[] = [];
  const answered: string[] = [];
  plugin.link.read((text) => asked.push(text));
  client.link.read((text) => answered.push(text));
  const request =
    '{"payload":{"b":1.50,"a":[ ]},"type":"fly","later":true,"sessionId":"s1","requestId":"r1"}';
  const answer = '{"type":"flown","requestId":"r1", "sessionId":"s1","payload":"\\u00e9"}';
  client.link.send(request);
  await settle();
  plugin.link.send(answer);
  await settle();
  expect([asked, answered]).toEqual([[request], [answer]]);
});

test('a client that comes back before its old connection is missed takes its requests along', async () => {
  const rig = createHostRig();
  const before = await rig.join();
  const plugin = await rig.register('s1');
  before.send({ type: 'execute', sessionId: 's1', requestId: 'r', payload: { script: '' } });
  const back = await rig.join();
  const stranger = await rig.join(RIG_TOKEN, 'another client');
  for (const peer of [back, stranger]) {
    peer.send({ type: 'execute', sessionId: 's1', requestId: 'r', payload: { script: '' } });
  }
  await settle();
  expect(plugin.all('execute')).toHaveLength(2);
  expect(stranger.last('error')?.payload).toMatchObject({
    code: 'INVALID_PAYLOAD',
    message: 'The requestId r is in use by another client.',
  });
  before.link.close('missed at last');
  await settle();
  plugin.send({ type: 'scriptComplete', sessionId: 's1', requestId: 'r', payload: { success: true } });
  await settle();
  expect(back.last('scriptComplete')).toMatchObject({ requestId: 'r' });
});
