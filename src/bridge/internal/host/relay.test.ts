import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHostRig, RIG_TOKEN, settle } from '../../../../tests/support/host-rig.js';
import { verifies } from '../../../../tests/support/verifies.js';

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
