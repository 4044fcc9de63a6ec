import { expect, test } from 'vitest';
import { createHostRig, type RigPeer, settle } from '../../../../tests/support/host-rig.js';
import { verifies } from '../../../../tests/support/verifies.js';

const subscribe = (peer: RigPeer, requestId: string, events: string[], type = 'subscribe') =>
  peer.send({ type, sessionId: 's1', requestId, payload: { events } });

/** The plugin grants the last thing it was asked for. */
async function grant(plugin: RigPeer, type = 'subscribe', events?: string[]): Promise<void> {
  const asked = plugin.last(type);
  const payload = events ? { events } : asked?.payload;
  plugin.send({ type: `${type}Result`, sessionId: 's1', requestId: asked?.requestId ?? '', payload });
  await settle();
}

async function useFollowed() {
  const rig = createHostRig();
  const [first, second] = [await rig.join(), await rig.join()];
  const plugin = await rig.register('s1');
  return { rig, first, second, plugin };
}

const line = (seq: number) => ({
  type: 'logPush',
  sessionId: 's1',
  payload: { entry: { level: 'Print', body: 'x', seq } },
});

verifies(
  'bridge.subscriptions',
  'many follow, the plugin is asked once, and each line reaches each follower',
  async () => {
    const { first, second, plugin } = await useFollowed();
    subscribe(first, 'a', ['logPush']);
    subscribe(second, 'b', ['logPush']);
    await settle();
    expect(plugin.all('subscribe').map((message) => message.payload)).toEqual([{ events: ['logPush'] }]);
    expect(first.last('subscribeResult')).toBeUndefined();
    await grant(plugin);
    expect(first.last('subscribeResult')).toMatchObject({ requestId: 'a', payload: { events: ['logPush'] } });
    expect(second.last('subscribeResult')).toMatchObject({
      requestId: 'b',
      payload: { events: ['logPush'] },
    });
    plugin.send(line(1));
    plugin.send({
      type: 'stateChange',
      sessionId: 's1',
      payload: { previousState: 'Edit', newState: 'Run', timestamp: 1 },
    });
    await settle();
    expect(first.last('logPush')).toEqual(line(1));
    expect(second.last('logPush')).toEqual(line(1));
    expect(first.all('stateChange')).toEqual([]);
  },
);

test('the plugin is told when the last follower leaves, by unsubscribing or by going away', async () => {
  const { first, second, plugin } = await useFollowed();
  for (const peer of [first, second]) subscribe(peer, 'a', ['logPush', 'stateChange']);
  await settle();
  await grant(plugin);
  subscribe(first, 'c', ['logPush'], 'unsubscribe');
  await settle();
  expect(first.last('unsubscribeResult')).toMatchObject({ requestId: 'c', payload: { events: ['logPush'] } });
  expect(plugin.all('unsubscribe')).toEqual([]);
  second.link.close('gone');
  await settle();
  expect(plugin.last('unsubscribe')?.payload).toEqual({ events: ['logPush'] });
  await grant(plugin, 'unsubscribe');
  subscribe(first, 'd', ['stateChange'], 'unsubscribe');
  await settle();
  expect(plugin.last('unsubscribe')?.payload).toEqual({ events: ['stateChange'] });
});

test('a line in the same packet as the answer is not lost', async () => {
  const { first, plugin } = await useFollowed();
  subscribe(first, 'a', ['logPush']);
  await settle();
  const granted = grant(plugin);
  plugin.send(line(1));
  await granted;
  expect(first.all('logPush')).toHaveLength(1);
});

test('what the plugin does not push is not granted, and is asked for again', async () => {
  const { first, plugin } = await useFollowed();
  subscribe(first, 'a', ['logPush', 'weather']);
  await settle();
  await grant(plugin, 'subscribe', ['logPush']);
  expect(first.last('subscribeResult')?.payload).toEqual({ events: ['logPush'] });
  subscribe(first, 'b', ['logPush', 'weather']);
  await settle();
  expect(plugin.last('subscribe')?.payload).toEqual({ events: ['weather'] });
});

test('an error of the plugin is the answer to everyone who asked', async () => {
  const { first, plugin } = await useFollowed();
  subscribe(first, 'a', ['logPush']);
  await settle();
  const { requestId = '' } = plugin.last('subscribe') ?? {};
  plugin.send({ type: 'error', sessionId: 's1', requestId, payload: { code: 'BUSY', message: 'not now' } });
  await settle();
  expect(first.last('error')).toMatchObject({
    requestId: 'a',
    payload: { code: 'BUSY', message: 'not now' },
  });
  plugin.send(line(1));
  await settle();
  expect(first.all('logPush')).toEqual([]);
});

test('a plugin that cannot push says so through the host', async () => {
  const rig = createHostRig();
  const client = await rig.join();
  await rig.register('s1', { capabilities: ['execute'] });
  subscribe(client, 'a', ['logPush']);
  client.send({ type: 'subscribe', sessionId: 's1', requestId: 'b', payload: { events: 'logPush' } });
  await settle();
  expect(client.all('error').map((message) => message.payload)).toMatchObject([
    { code: 'CAPABILITY_NOT_SUPPORTED', delivery: 'not-sent' },
    { code: 'INVALID_PAYLOAD' },
  ]);
});

verifies('bridge.limits', 'a follower that does not read is dropped, and the others go on', async () => {
  const rig = createHostRig({ limits: { maxQueuedBytes: 1_000 } });
  const [slow, quick] = [await rig.join(), await rig.join()];
  const plugin = await rig.register('s1');
  for (const peer of [slow, quick]) subscribe(peer, 'a', ['logPush']);
  await settle();
  await grant(plugin);
  rig.stall(slow, 2_000);
  // The second comes before the link has closed, and is not told of again.
  for (const seq of [1, 2]) plugin.send(line(seq));
  await settle();
  expect(slow.closedBy).toBe('the client did not read what was sent to it');
  expect(quick.all('logPush')).toHaveLength(2);
  expect(rig.logs.filter((text) => text.startsWith('warn'))).toEqual([
    'warn dropped a client that does not read: 2000 bytes were waiting',
  ]);
});
