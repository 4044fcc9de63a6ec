// When the host ends, by its own will or by force, a client becomes the host, and nobody above notices more than a
// moment's delay: no request is lost, none runs twice.
import { expect, test } from 'vitest';
import { execute } from '../../src/protocol/core-actions.js';
import { nextEvent, untilSessions, useConnection, useFreePort } from '../support/bridge.js';
import { usePeerProcess } from '../support/peer-process.js';
import { usePersistentPlugin } from '../support/persistent-plugin.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

verifies(
  'bridge.handover',
  'a host that leaves hands over; the request in flight is finished, once, by its successor',
  async () => {
    const stateFolder = useTmp();
    const host = await useConnection({ stateFolder });
    const { port } = host;
    const plugin = usePersistentPlugin(port);
    const client = await useConnection({ stateFolder, port });
    await untilSessions(client, 1);
    const session = await client.resolveSessionAsync({ target: 'TestPlace', waitMs: 5_000 });
    const lines: string[] = [];
    const running = session.invokeAsync(
      execute,
      { script: 'hold a' },
      { onOutput: ({ body }) => lines.push(body) },
    );
    const quick = await session.invokeAsync(execute, { script: 'quick' });
    expect(quick.success).toBe(true);

    const changed = nextEvent(client, 'host-changed');
    await host.disconnectAsync();
    expect(await changed).toMatchObject({ role: 'host' });
    expect([client.role, client.port]).toEqual(['host', port]);
    const again = await session.invokeAsync(execute, { script: 'after' });
    expect(again.returnValues).toEqual(['after']);
    plugin.release('a');
    expect((await running).returnValues).toEqual(['hold a']);
    expect(lines).toEqual(['begin hold a', 'end hold a']);
    expect([...plugin.runs.values()]).toEqual([1, 1, 1]);
    expect(client.listSessions()).toHaveLength(1);
  },
);

test('of several clients one becomes the host and the others join it', async () => {
  const stateFolder = useTmp();
  const host = await useConnection({ stateFolder });
  const { port } = host;
  usePersistentPlugin(port);
  const clients = await Promise.all(Array.from({ length: 5 }, () => useConnection({ stateFolder, port })));
  await Promise.all(clients.map((client) => untilSessions(client, 1)));
  const changed = Promise.all(clients.map((client) => nextEvent(client, 'host-changed')));
  await host.disconnectAsync();
  const roles = (await changed).map(({ role }) => role).sort();
  expect(roles).toEqual(['client', 'client', 'client', 'client', 'host']);
  expect(new Set(clients.map((client) => client.hostId)).size).toBe(1);
  const results = await Promise.all(
    clients.map(async (client, index) => {
      const session = await client.resolveSessionAsync({ target: 'TestPlace', waitMs: 5_000 });
      return session.invokeAsync(execute, { script: `s${index}` });
    }),
  );
  expect(results.every(({ success }) => success)).toBe(true);
});

verifies(
  'bridge.remote-stays-client',
  'a remote client never takes over, and finds the host again when there is one',
  async () => {
    const stateFolder = useTmp();
    const port = await useFreePort();
    const host = await useConnection({ stateFolder, port });
    const remote = await useConnection({ stateFolder, remoteHost: `127.0.0.1:${port}` });
    await host.disconnectAsync();
    const back = nextEvent(remote, 'host-changed');
    const next = await useConnection({ stateFolder, port });
    expect(next.role).toBe('host');
    expect(await back).toMatchObject({ role: 'client', hostId: next.hostId });
  },
);

verifies(
  'bridge.succession',
  'a host that is killed is succeeded by another process, with the request in flight',
  async () => {
    const stateFolder = useTmp();
    const port = await useFreePort();
    const host = await usePeerProcess(port, stateFolder, 'host');
    const plugin = usePersistentPlugin(port);
    const [first, second] = await Promise.all([
      usePeerProcess(port, stateFolder),
      usePeerProcess(port, stateFolder),
    ]);
    await first.invokeAsync('warm');
    const running = first.invokeAsync('hold a');
    await second.invokeAsync('see that it runs');
    const changed = Promise.all([first.nextRoleAsync(), second.nextRoleAsync()]);
    await host.killAsync();
    await changed;
    expect([first.role, second.role].sort()).toEqual(['client', 'host']);
    expect((await second.invokeAsync('after')).success).toBe(true);
    plugin.release('a');
    expect(await running).toMatchObject({ returnValues: ['hold a'], lines: ['begin hold a', 'end hold a'] });
    expect(Math.max(...plugin.runs.values())).toBe(1);
  },
);

verifies(
  'bridge.resend',
  'a plugin that loses its socket comes back to the same host, with the request in flight',
  async () => {
    const { port, resolveSessionAsync } = await (async () => {
      const connection = await useConnection();
      return { port: connection.port, resolveSessionAsync: connection.resolveSessionAsync.bind(connection) };
    })();
    const plugin = usePersistentPlugin(port);
    const session = await resolveSessionAsync({ target: 'TestPlace', waitMs: 5_000 });
    const running = session.invokeAsync(execute, { script: 'hold a' });
    await session.invokeAsync(execute, { script: 'quick' });
    plugin.cut();
    expect((await session.invokeAsync(execute, { script: 'after' })).success).toBe(true);
    plugin.release('a');
    expect((await running).success).toBe(true);
    expect(plugin.runs.get('hold a')).toBe(1);
  },
);
