import { expect, test } from 'vitest';
import { createFakeWorld, sessionInfoOf } from '../../../../tests/support/command-context.js';
import type { StartedStudio } from '../../../command/world/studio-opening.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { createManualClock } from '../../../support/clock.js';
import { processClose } from './close.js';

const REFUSED = 'This Studio does not let plugins close it: lacking capability RobloxScript.';

/** A Studio of Roblox, which no plugin may close; `started` is what is known of its process. */
async function closeAsync(force: boolean, started: Partial<StartedStudio> | undefined, leaves = true) {
  const clock = createManualClock();
  const done: string[] = [];
  const world = createFakeWorld({
    answer() {
      throw new BridgeError('CAPABILITY_NOT_SUPPORTED', REFUSED);
    },
    context: {
      clock,
      openings: {
        describeSearchAsync: () => Promise.reject(new Error('Nothing is searched.')),
        openAsync: () => Promise.reject(new Error('Nothing is opened.')),
        listUnconnectedAsync: async () => [],
        findStartedAsync: async () =>
          started && {
            kind: 'studio',
            pid: 7,
            placeName: 'Lobby',
            askToCloseAsync: async () => done.push('asked') > 0,
            endAsync: async () => (done.push('ended') > 0 ? [] : []),
            ...started,
          },
      },
    },
  });
  const session = sessionInfoOf({ placeName: 'Lobby' });
  const connection = await world.context.openConnectionAsync({});
  const context = {
    ...world.context,
    connection: { ...connection, listSessions: () => (leaves && done.length > 0 ? [] : [session]) },
    session: { ...(await connection.resolveSessionAsync({})), info: session },
  };
  const closing = processClose.run({ force }, context, undefined).catch((error: unknown) => error);
  while (!leaves && clock.pendingTimers === 0) await Promise.resolve();
  if (!leaves) clock.advance(10_000);
  return { result: await closing, done };
}

test('one that was launched here is asked as its user would close it', async () => {
  const { result, done } = await closeAsync(false, {});
  expect(done).toEqual(['asked']);
  expect(result).toMatchObject({ closed: true, how: 'window' });
});

test('one that asks whether to save stays, and that is said', async () => {
  const { result, done } = await closeAsync(false, {}, false);
  expect(done).toEqual(['asked']);
  expect(result).toMatchObject({
    code: 'TIMEOUT',
    message: 'Lobby was asked to close, and is still connected.',
    hint: 'It may ask whether to save: look at its window. To end it as it is: process close --force',
  });
});

test('where nobody can ask it, it is never ended without force', async () => {
  const { result, done } = await closeAsync(false, { askToCloseAsync: async () => false });
  expect(done).toEqual([]);
  expect(result).toMatchObject({
    code: 'CAPABILITY_NOT_SUPPORTED',
    exitCode: 1,
    message: REFUSED,
    hint: 'Close its window by hand, or end it: process close --force (what is not saved is lost).',
  });
});

test('by force it is ended without a question, and what was saved is told', async () => {
  const { result } = await closeAsync(true, {});
  expect(result).toMatchObject({ closed: true, how: 'ended' });
  const data = {
    closed: true,
    sessionId: 'x',
    placeName: 'Lobby',
    how: 'ended',
    kept: ['/kept.rbxlx'],
  } as const;
  expect(processClose.format(data, { streamed: true })).toBe(
    'Lobby is ended.\nWhat was saved in its temporary place is kept: /kept.rbxlx',
  );
});

test('one that somebody else started is never ended', async () => {
  const { result, done } = await closeAsync(true, undefined);
  expect(done).toEqual([]);
  expect(result).toMatchObject({
    exitCode: 1,
    hint: 'Close its window by hand: only a Studio that process launch started here can be ended from here.',
  });
});
