import { expect, test } from 'vitest';
import { createFakeWorld, fakeHosts, sessionInfoOf } from '../../../tests/support/command-context.js';
import type { ConnectionEvents, StudioConnection } from '../../command/command-context.js';
import { runCommandAsync } from '../../command/run-command.js';
import type { HostControl } from '../../command/world/host-control.js';
import type { HostStatus } from '../../protocol/host-status.js';
import { createManualClock } from '../../support/clock.js';
import { createDeferred } from '../../support/deferred.js';
import { Emitter } from '../../support/emitter.js';
import { serve } from './serve.js';

const DEFAULTS = {
  detach: false,
  status: false,
  stop: false,
  logLevel: 'info' as const,
  requirePairing: false,
  allowHost: [],
  allowOrigin: [],
  limit: [],
};

const STATUS: HostStatus = {
  hostId: 'h',
  port: 38741,
  pid: 4242,
  version: '0.1.0',
  uptimeMs: 125_400,
  sessions: 2,
  clients: 1,
};

type Input = Partial<Omit<typeof DEFAULTS, 'logLevel' | 'allowHost' | 'allowOrigin' | 'limit'>> & {
  logLevel?: 'info' | 'warn';
  timeout?: number;
  allowHost?: string[];
  allowOrigin?: string[];
  limit?: string[];
};

function start(input: Input = {}) {
  const events = new Emitter<ConnectionEvents>();
  const clock = createManualClock();
  const interruption = new AbortController();
  const isUp = createDeferred<void>();
  const sessions = [sessionInfoOf({})];
  const requests: unknown[] = [];
  const world = createFakeWorld({
    sessions,
    context: {
      clock,
      signal: interruption.signal,
      emit(emission) {
        world.emissions.push(emission);
        isUp.resolve();
      },
    },
  });
  const { openConnectionAsync } = world.context;
  const context = {
    ...world.context,
    async openConnectionAsync(request: object): Promise<StudioConnection> {
      requests.push(request);
      return {
        ...(await openConnectionAsync({})),
        on: (event, listener) => events.on(event, listener),
        listSessions: () => sessions,
      };
    },
  };
  const ended = runCommandAsync(serve, { ...DEFAULTS, ...input }, context);
  const texts = () => world.emissions.map(({ text }) => text);
  const data = () => world.emissions.map((emission) => emission.data);
  return { world, events, clock, interruption, isUp, ended, sessions, requests, texts, data };
}

test('it is the host, tells what happens, and ends when it is interrupted', async () => {
  const { world, events, interruption, isUp, ended, requests, texts, data } = start();
  await isUp.promise;
  const session = sessionInfoOf({ origin: 'emulator' });
  events.emit('session-connected', session);
  events.emit('client-connected', { clientId: 'c' });
  events.emit('client-disconnected', { clientId: 'c', reason: 'done' });
  events.emit('session-disconnected', { session, reason: 'it closed' });
  interruption.abort();
  await ended;
  expect(requests).toMatchObject([{ mustHost: true, logLevel: 'info' }]);
  expect(texts()).toEqual([
    'Bridge host listening on port 38741\n' +
      'For a devcontainer: forward port 38741 into it, and set STUDIO_BRIDGE_TOKEN there to the content of /state/token',
    'Session 11111111 connected: Place1 (edit, emulated)',
    'Client connected',
    'Client disconnected',
    'Session 11111111 disconnected: it closed',
    'Stopping',
    'Stopped',
  ]);
  expect(data()).toEqual([
    { event: 'started', port: 38741 },
    { event: 'session-connected', session },
    { event: 'client-connected', clientId: 'c' },
    { event: 'client-disconnected', clientId: 'c' },
    { event: 'session-disconnected', sessionId: session.sessionId, reason: 'it closed' },
    { event: 'stopping' },
    { event: 'stopped' },
  ]);
  expect(world.openConnections).toBe(0);
});

test('a lower log level leaves the events to programs', async () => {
  const { interruption, isUp, ended, texts, data } = start({ logLevel: 'warn' });
  await isUp.promise;
  interruption.abort();
  await ended;
  expect(texts()).toEqual(['', '', '']);
  expect(data()).toMatchObject([{ event: 'started' }, { event: 'stopping' }, { event: 'stopped' }]);
});

test('it ends by itself once nothing has been connected for the time that is given', async () => {
  const { events, clock, isUp, ended, sessions, texts } = start({ timeout: 100 });
  await isUp.promise;
  clock.advance(1_000);
  events.emit('client-connected', { clientId: 'c' });
  const [session] = sessions.splice(0);
  if (session) events.emit('session-disconnected', { session, reason: 'it closed' });
  clock.advance(1_000);
  events.emit('client-disconnected', { clientId: 'c', reason: 'done' });
  clock.advance(99);
  expect(texts()).not.toContain('Stopping');
  clock.advance(1);
  await ended;
  expect(texts()).toContain('Stopped');
});

test('it ends with its connection', async () => {
  const { events, isUp, ended, texts } = start();
  await isUp.promise;
  events.emit('closed', { reason: 'the socket broke' });
  await ended;
  expect(texts()).toContain('Stopped');
});

test('it ends when a client asks it to', async () => {
  const { events, isUp, ended, texts } = start();
  await isUp.promise;
  events.emit('stop-requested', { clientId: 'c' });
  await ended;
  expect(texts()).toContain('Stopped');
});

test('whom it accepts is told to the host, here and in the background', async () => {
  const policy = {
    requirePairing: true,
    allowHost: ['docker.internal'],
    allowOrigin: ['https://a.example'],
    limit: ['connections=50', 'frame-bytes=1000000'],
  };
  const { isUp, interruption, ended, requests } = start(policy);
  await isUp.promise;
  interruption.abort();
  await ended;
  const accepted = {
    requirePairing: true,
    allowedHosts: ['docker.internal'],
    allowedOrigins: ['https://a.example'],
    limits: { maxConnections: 50, maxFrameBytes: 1_000_000 },
  };
  expect(requests).toMatchObject([{ policy: accepted }]);

  const flags: string[] = [];
  const startDetachedAsync: HostControl['startDetachedAsync'] = async (given) => {
    flags.push(...given);
    return { pid: 7, port: 38741, log: '/state/host.log' };
  };
  const result = await ask({ ...policy, detach: true, timeout: 600_000 }, { startDetachedAsync });
  expect(flags).toEqual([
    '--log-level=info',
    '--timeout=600000',
    '--require-pairing',
    '--allow-host=docker.internal',
    '--allow-origin=https://a.example',
    '--limit=frame-bytes=1000000',
    '--limit=connections=50',
  ]);
  expect(result).toEqual({
    data: { state: 'started', pid: 7, port: 38741, log: '/state/host.log' },
    text: 'Bridge host listening on port 38741 (process 7)\nIts log is /state/host.log',
    exitCode: 0,
  });
});

async function ask(input: Input, hosts: Partial<HostControl>) {
  const world = createFakeWorld({ context: { hosts: { ...fakeHosts, ...hosts } } });
  const data = await runCommandAsync(serve, { ...DEFAULTS, ...input }, world.context);
  const report = data as Parameters<typeof serve.format>[0];
  return { data, text: serve.format(report, { streamed: true }), exitCode: serve.exitCode?.(report) };
}

test('the host on the port is described', async () => {
  const { data, text, exitCode } = await ask({ status: true }, { findStatusAsync: async () => STATUS });
  expect(data).toEqual({ state: 'running', ...STATUS });
  expect(text).toBe(
    'Bridge host running on port 38741\nProcess   4242\nVersion   0.1.0\nUp for    2 min 5 s\nSessions  2\nClients   1',
  );
  expect(exitCode).toBe(0);
});

test('a host that ended is named, and who took its place', async () => {
  expect(await ask({ stop: true }, { stopAsync: async () => ({ host: STATUS }) })).toMatchObject({
    data: { state: 'stopped', pid: 4242 },
    text: 'Bridge host on port 38741 stopped (process 4242)',
    exitCode: 0,
  });
  const successor = { ...STATUS, hostId: 'i', pid: 4343 };
  const followed = await ask({ stop: true }, { stopAsync: async () => ({ host: STATUS, successor }) });
  expect(followed.text).toMatch(/is the host now \(process 4343\)/);
});

test.each([{ status: true }, { stop: true }])('%o where no host runs', async (input) => {
  expect(await ask(input, {})).toEqual({
    data: { state: 'not-running', port: 38741 },
    text: 'No bridge host is running on port 38741',
    exitCode: 3,
  });
});

test.each([
  [{ status: true, stop: true }, '--status and --stop exclude each other.'],
  [{ limit: ['connections'] }, '--limit takes a name and a number, and "connections" is not that.'],
  [{ limit: ['bees=3'] }, '--limit takes a name and a number, and "bees=3" is not that.'],
  [{ allowHost: ['http://x'] }, '--allow-host takes names of hosts, and "http://x" is none.'],
  [{ allowOrigin: ['example.com'] }, '--allow-origin takes origins, and "example.com" is none.'],
  [
    { allowOrigin: ['https://a.example/'] },
    '--allow-origin takes origins, and "https://a.example/" is none.',
  ],
])('%o is refused', async (input, message) => {
  await expect(ask(input, {})).rejects.toMatchObject({ code: 'USAGE', message });
});

test('a host that shall be somewhere else is not started here', async () => {
  const { context } = createFakeWorld({ context: { options: { remote: 'elsewhere:1' } } });
  await expect(runCommandAsync(serve, {}, context)).rejects.toMatchObject({
    code: 'USAGE',
    message: 'serve is a host itself, and --remote names another one.',
  });
});
