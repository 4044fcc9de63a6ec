// Followers of a session's pushes: many on one subscription, through reconnects and successions, with what they
// missed told to them.
import { expect, test } from 'vitest';
import type { BridgeSession } from '../../src/bridge/bridge-session.js';
import { nextEvent, useBridge, useConnection } from '../support/bridge.js';
import { useCable } from '../support/cable.js';
import { type ScriptedPlugin, useRegisteredPlugin } from '../support/scripted-plugin.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const INSTANCE = { payload: { instanceId: 'studio-1' } };

async function usePushingPlugin(port: number): Promise<ScriptedPlugin> {
  const plugin = await useRegisteredPlugin(port, INSTANCE);
  for (const type of ['subscribe', 'unsubscribe']) {
    plugin.on(type, (message) => plugin.reply(message, `${type}Result`, message.payload));
  }
  return plugin;
}

const pushLine = (plugin: ScriptedPlugin, seq: number) =>
  plugin.send({
    type: 'logPush',
    sessionId: plugin.sessionId,
    payload: { entry: { level: 'Print', body: `line ${seq}`, seq } },
  });

/** Collects what is followed; `until` waits for so many notes. */
function collect(session: BridgeSession) {
  const notes: string[] = [];
  const waiting = new Set<() => void>();
  const note = (text: string) => {
    notes.push(text);
    for (const wake of [...waiting]) wake();
  };
  session.follow({
    push: ({ payload }) => note((payload as { entry: { body: string } }).entry.body),
    missed: ({ fromSeq, toSeq }) => note(`missed ${fromSeq}-${toSeq}`),
  });
  return {
    notes,
    until: (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (notes.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

const TARGET = { target: 'studio-1', waitMs: 5_000 };

test('lines reach every follower in every process, and stop when it wants no more', async () => {
  const { host, clients, port } = await useBridge({ clients: 2 });
  const plugin = await usePushingPlugin(port);
  const sessions = await Promise.all(
    [host, ...clients].map((connection) => connection.resolveSessionAsync(TARGET)),
  );
  const collected = sessions.map(collect);
  for (const session of sessions) expect(await session.subscribeAsync(['logPush'])).toEqual(['logPush']);
  for (let seq = 1; seq <= 200; seq += 1) pushLine(plugin, seq);
  await Promise.all(collected.map(({ until }) => until(200)));
  const expected = Array.from({ length: 200 }, (_, index) => `line ${index + 1}`);
  for (const { notes } of collected) expect(notes).toEqual(expected);
  expect(plugin.count('subscribe')).toBe(1);
  for (const session of sessions) await session.unsubscribeAsync(['logPush']);
  expect(plugin.count('unsubscribe')).toBe(1);
});

test('two followers in one process share a subscription, and the first to leave does not end it', async () => {
  const host = await useConnection();
  const plugin = await usePushingPlugin(host.port);
  const [one, two] = [await host.resolveSessionAsync(TARGET), await host.resolveSessionAsync(TARGET)];
  await one.subscribeAsync(['logPush']);
  await two.subscribeAsync(['logPush']);
  expect(await one.unsubscribeAsync(['logPush'])).toEqual([]);
  const { notes, until } = collect(two);
  pushLine(plugin, 1);
  await until(1);
  expect(notes).toEqual(['line 1']);
});

verifies(
  'bridge.missed-lines',
  'a plugin that comes back is asked again, and the lines between are named',
  async () => {
    const { clients, port } = await useBridge();
    const [client] = clients;
    const plugin = await usePushingPlugin(port);
    const session = await client?.resolveSessionAsync(TARGET);
    if (!client || !session) return expect.unreachable();
    const { notes, until } = collect(session);
    await session.subscribeAsync(['logPush']);
    pushLine(plugin, 1);
    await until(1);
    plugin.cut();
    const back = await usePushingPlugin(port);
    // Asked for after what is restored by itself, and so answered after it.
    await session.subscribeAsync(['stateChange']);
    pushLine(back, 4);
    await until(3);
    expect(notes).toEqual(['line 1', 'missed 2-3', 'line 4']);
  },
);

verifies(
  'bridge.missed-lines',
  'a follower that was too slow comes back and hears what it missed',
  async () => {
    const { host, port, stateFolder } = await useBridge({ clients: 0, limits: { maxQueuedBytes: 500_000 } });
    const cable = await useCable(port);
    const client = await useConnection({ stateFolder, remoteHost: `127.0.0.1:${cable.port}` });
    const plugin = await usePushingPlugin(port);
    const session = await client.resolveSessionAsync(TARGET);
    const { notes, until } = collect(session);
    await session.subscribeAsync(['logPush']);
    pushLine(plugin, 1);
    await until(1);
    const back = nextEvent(client, 'host-changed');
    const dropped = nextEvent(host, 'client-disconnected', ({ reason }) => reason.includes('did not read'));
    cable.stall();
    let seq = 1;
    let isDropped = false;
    void dropped.then(() => {
      isDropped = true;
    });
    while (!isDropped) {
      for (let count = 0; count < 1_000; count += 1) pushLine(plugin, ++seq);
      await new Promise(setImmediate);
    }
    cable.flow();
    await back;
    // Asked for after what is restored by itself, and so answered after it.
    await session.subscribeAsync(['stateChange']);
    const before = notes.length;
    pushLine(plugin, ++seq);
    await until(before + 1);
    const heard = notes.filter((note) => note.startsWith('line')).map((note) => Number(note.slice(5)));
    const missed = notes.flatMap((note) => {
      const [, from, to] = /^missed (\d+)-(\d+)$/.exec(note) ?? [];
      return from === undefined ? [] : [{ from: Number(from), to: Number(to) }];
    });
    expect(missed).not.toEqual([]);
    const told = [
      ...heard,
      ...missed.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at)),
    ];
    expect(told.sort((a, b) => a - b)).toEqual(Array.from({ length: seq }, (_, at) => at + 1));
  },
);

test('followers outlast their host', async () => {
  const stateFolder = useTmp();
  const host = await useConnection({ stateFolder });
  const { port } = host;
  const client = await useConnection({ stateFolder, port });
  const plugin = await usePushingPlugin(port);
  const session = await client.resolveSessionAsync(TARGET);
  const { notes, until } = collect(session);
  await session.subscribeAsync(['logPush']);
  pushLine(plugin, 7);
  await until(1);
  const changed = nextEvent(client, 'host-changed');
  await host.disconnectAsync();
  await changed;
  const next = await usePushingPlugin(port);
  await session.subscribeAsync(['stateChange']);
  pushLine(next, 8);
  await until(2);
  expect(notes).toEqual(['line 7', 'line 8']);
});
