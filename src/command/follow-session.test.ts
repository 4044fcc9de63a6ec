import { expect, test } from 'vitest';
import { createFakeWorld, sessionInfoOf } from '../../tests/support/command-context.js';
import type { SessionInfo } from '../protocol/session-info.js';
import { createManualClock } from '../support/clock.js';
import { Emitter } from '../support/emitter.js';
import type { ConnectionEvents } from './command-context.js';
import { followSessionAsync } from './follow-session.js';

async function start() {
  const clock = createManualClock();
  const events = new Emitter<ConnectionEvents>();
  const world = createFakeWorld({ context: { clock } });
  const opened = await world.context.openConnectionAsync({});
  const session = await opened.resolveSessionAsync({});
  const connection = {
    ...opened,
    on: <Event extends keyof ConnectionEvents>(
      event: Event,
      listener: (value: ConnectionEvents[Event]) => void,
    ) => events.on(event, listener),
  };
  const told: unknown[] = [];
  const follower = { push: ({ payload }: { payload: unknown }) => void told.push(payload), missed() {} };
  const context = { ...world.context, connection, session };
  const ended = followSessionAsync(context, 'stateChange', follower, async () => {
    world.push('stateChange', 'meanwhile');
    told.push('begun');
  });
  const outcome = ended.then(
    () => 'done',
    (error: Error) => error.message,
  );
  const leave = (info: SessionInfo) =>
    events.emit('session-disconnected', { session: info, reason: 'the socket closed' });
  await world.subscribed.promise;
  return { clock, events, world, told, outcome, leave };
}

test('what is pushed meanwhile comes after what is read at the beginning', async () => {
  const { world, told, events, outcome } = await start();
  world.push('stateChange', 1);
  events.emit('closed', { reason: 'the end' });
  await outcome;
  expect(told).toEqual(['begun', 'meanwhile', 1]);
});

test('a session that comes back is followed on, under whatever id', async () => {
  const { clock, events, world, leave, outcome, told } = await start();
  leave(sessionInfoOf({}));
  clock.advance(14_999);
  events.emit('session-connected', sessionInfoOf({ sessionId: 'another' }));
  clock.advance(60_000);
  world.push('stateChange', 1);
  events.emit('closed', { reason: 'the host is gone' });
  expect(await outcome).toBe('Place1 is gone: the host is gone.');
  expect(told).toEqual(['begun', 'meanwhile', 1]);
  expect(world.followed).toEqual([]);
});

test('one that stays away ends it, and others do not', async () => {
  const { clock, leave, outcome } = await start();
  leave(sessionInfoOf({ instanceId: 'another' }));
  expect(clock.pendingTimers).toBe(0);
  leave(sessionInfoOf({}));
  clock.advance(15_000);
  expect(await outcome).toBe('Place1 is gone: the socket closed.');
});
