import { expect, test } from 'vitest';
import { createFakeWorld, sessionInfoOf } from '../../../tests/support/command-context.js';
import type { ConnectionEvents, StudioConnection } from '../../command/command-context.js';
import { runCommandAsync } from '../../command/run-command.js';
import { createManualClock } from '../../support/clock.js';
import { createDeferred } from '../../support/deferred.js';
import { Emitter } from '../../support/emitter.js';
import { serve } from './serve.js';

function start(input: { logLevel?: 'info' | 'warn'; timeout?: number } = {}) {
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
  const ended = runCommandAsync(serve, { logLevel: 'info', ...input }, context);
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
    'Bridge host listening on port 38741',
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
