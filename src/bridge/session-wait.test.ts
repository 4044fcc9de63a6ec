import { expect, test } from 'vitest';
import { createSessionInfo } from '../../tests/support/session-info.js';
import { verifies } from '../../tests/support/verifies.js';
import type { SessionInfo } from '../protocol/session-info.js';
import { createManualClock } from '../support/clock.js';
import { Emitter } from '../support/emitter.js';
import { type SessionQuery, waitForSessionAsync } from './session-wait.js';

function createSource(hostAgeMs: number, expectedSessions?: number) {
  const clock = createManualClock();
  const events = new Emitter<{ change: null; closed: null }>();
  const sessions: SessionInfo[] = [];
  return {
    clock,
    events,
    add(session: SessionInfo) {
      sessions.push(session);
      events.emit('change', null);
    },
    /** The outcome so far: a session id, an error code, or that it still waits. */
    async watch(query: SessionQuery) {
      let outcome = 'waiting';
      const promise = waitForSessionAsync(
        {
          clock,
          expectedSessions,
          list: () => sessions,
          unsettledMs: () => 2_250 - hostAgeMs - clock.now(),
          onChange: (listener) => events.on('change', listener),
          onClosed: (listener) => events.on('closed', listener),
        },
        query,
      ).then(
        (session) => {
          outcome = session.sessionId;
        },
        (error: { code: string }) => {
          outcome = error.code;
        },
      );
      await Promise.resolve();
      return {
        promise,
        async advance(ms: number) {
          clock.advance(ms);
          await new Promise(setImmediate);
          return outcome;
        },
      };
    },
  };
}

const session = createSessionInfo();

test('a host that has been up for long answers at once', async () => {
  const source = createSource(60_000);
  const empty = await source.watch({});
  expect(await empty.advance(0)).toBe('SESSION_NOT_FOUND');
  source.add(session);
  const found = await source.watch({});
  expect(await found.advance(0)).toBe('session-1');
  expect(source.clock.pendingTimers).toBe(0);
});

verifies(
  'bridge.fresh-host-waits',
  'a fresh host takes no session before every Studio had its turn to connect',
  async () => {
    const source = createSource(0);
    let waited = 0;
    const wait = await source.watch({ onWaiting: () => (waited += 1) });
    source.add(session);
    expect(await wait.advance(1_900)).toBe('waiting');
    source.add(createSessionInfo({ sessionId: 'session-2', instanceId: 'instance-2' }));
    expect(await wait.advance(400)).toBe('AMBIGUOUS_SESSION');
    expect(waited).toBe(1);
  },
);

test('a fresh host waits up to ten seconds for the first session', async () => {
  const source = createSource(0);
  const wait = await source.watch({});
  expect(await wait.advance(6_000)).toBe('waiting');
  source.add(session);
  expect(await wait.advance(0)).toBe('session-1');
  const never = await createSource(0).watch({});
  expect(await never.advance(9_999)).toBe('waiting');
  expect(await never.advance(1)).toBe('SESSION_NOT_FOUND');
});

test('a session named by its id is taken as soon as it is there', async () => {
  const source = createSource(0);
  const wait = await source.watch({ target: 'session-1' });
  source.add(session);
  expect(await wait.advance(0)).toBe('session-1');
});

test('a place name may fit a second Studio, so it waits like no target at all', async () => {
  const source = createSource(0);
  const wait = await source.watch({ target: 'TestPlace' });
  source.add(session);
  expect(await wait.advance(100)).toBe('waiting');
  expect(await wait.advance(2_200)).toBe('session-1');
});

test('a private host takes the session it expects', async () => {
  const source = createSource(0, 1);
  const wait = await source.watch({});
  source.add(session);
  expect(await wait.advance(0)).toBe('session-1');
});

test('a time that was asked for is waited for whatever the age of the host', async () => {
  const source = createSource(60_000);
  const wait = await source.watch({ waitMs: 5_000 });
  expect(await wait.advance(4_000)).toBe('waiting');
  source.add(session);
  expect(await wait.advance(0)).toBe('session-1');
});

test('the wait ends with the caller, and with the connection', async () => {
  const source = createSource(0);
  const abort = new AbortController();
  const cancelled = await source.watch({ signal: abort.signal });
  abort.abort();
  expect(await cancelled.advance(0)).toBe('CANCELLED');
  const closed = await source.watch({});
  source.events.emit('closed', null);
  expect(await closed.advance(0)).toBe('HOST_UNREACHABLE');
  expect(source.clock.pendingTimers).toBe(0);
});
