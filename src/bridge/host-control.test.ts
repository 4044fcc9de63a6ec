import { expect, test } from 'vitest';
import {
  nextEvent,
  useBridge,
  useConnection,
  useFreePort,
  useTcpServer,
} from '../../tests/support/bridge.js';
import { useTmp } from '../../tests/support/use-tmp.js';
import { systemClock } from '../support/clock.js';
import { findHostStatusAsync, stopHostAsync } from './host-control.js';

const doorTo = (port: number, stateFolder: string) => ({
  port,
  stateFolder,
  clientVersion: '0.0.0-test',
  clock: systemClock,
});

test('a host says who it is', async () => {
  const { host, stateFolder, port } = await useBridge();
  expect(await findHostStatusAsync(doorTo(port, stateFolder))).toEqual({
    hostId: host.hostId,
    port,
    pid: process.pid,
    version: '0.0.0-test',
    uptimeMs: expect.any(Number),
    sessions: 0,
    clients: 1,
  });
});

test('a stoppable host is asked to end, and seen to leave', async () => {
  const stateFolder = useTmp();
  const host = await useConnection({ stateFolder, isStoppable: true });
  host.on('stop-requested', () => void host.disconnectAsync());
  const door = doorTo(host.port, stateFolder);
  expect(await stopHostAsync(door)).toMatchObject({ host: { hostId: host.hostId } });
  expect(await findHostStatusAsync(door)).toBeUndefined();
});

test('a client that takes the place is named', async () => {
  const { host, clients, stateFolder, port } = await useBridge({ isStoppable: true });
  const [client] = clients;
  if (!client) throw new Error('There is no client.');
  host.on('stop-requested', () => void host.disconnectAsync());
  const changed = nextEvent(client, 'host-changed');
  const stopped = await stopHostAsync(doorTo(port, stateFolder));
  expect(await changed).toMatchObject({ role: 'host', hostId: stopped?.successor?.hostId });
  expect(stopped?.host.hostId).not.toBe(stopped?.successor?.hostId);
});

test('a host that is at work for somebody stays', async () => {
  const { host, stateFolder, port } = await useBridge();
  await expect(stopHostAsync(doorTo(port, stateFolder))).rejects.toMatchObject({
    code: 'CAPABILITY_NOT_SUPPORTED',
    message: `The host (process ${process.pid}) is not one that serve started: it ends when its own work is done.`,
  });
  expect(host.role).toBe('host');
  expect(await findHostStatusAsync(doorTo(port, stateFolder))).toMatchObject({ hostId: host.hostId });
});

test('nobody ends a host without its token', async () => {
  const { host, port } = await useBridge({ isStoppable: true });
  const wrong = { ...doorTo(port, useTmp()), token: 'x'.repeat(32) };
  await expect(stopHostAsync(wrong)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  await expect(stopHostAsync(doorTo(port, useTmp()))).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  expect(host.role).toBe('host');
});

test('where nobody listens there is nothing, and what is no host is named', async () => {
  const free = doorTo(await useFreePort(), useTmp());
  expect(await findHostStatusAsync(free)).toBeUndefined();
  expect(await stopHostAsync(free)).toBeUndefined();
  const { port } = await useTcpServer((socket) => socket.end('SSH-2.0-x\r\n'));
  await expect(findHostStatusAsync(doorTo(port, useTmp()))).rejects.toMatchObject({ code: 'PORT_IN_USE' });
});
