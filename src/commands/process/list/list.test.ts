import { expect, test } from 'vitest';
import { createFakeWorld, sessionInfoOf } from '../../../../tests/support/command-context.js';
import { runCommandAsync } from '../../../command/run-command.js';
import type { SessionInfo } from '../../../protocol/session-info.js';
import { createManualClock } from '../../../support/clock.js';
import { processList } from './list.js';

async function textAsync(sessions: readonly SessionInfo[]): Promise<string> {
  const world = createFakeWorld({ sessions });
  const data = await runCommandAsync(processList, {}, world.context);
  expect(data).toEqual({ sessions });
  return processList.format({ sessions: [...sessions] }, { streamed: true });
}

test('a line for each session, those of one Studio together', async () => {
  const text = await textAsync([
    sessionInfoOf({ placeName: 'Lobby' }),
    sessionInfoOf({
      sessionId: 'abcdef0123',
      instanceId: 'other-studio',
      context: 'client',
      player: 'Ann',
      state: 'Client',
      stale: true,
    }),
    sessionInfoOf({ sessionId: '98', context: 'server', state: 'Run', placeName: 'Lobby' }),
    sessionInfoOf({ sessionId: '99', instanceId: 'other-studio', origin: 'emulator' }),
  ]);
  expect(text).toMatchInlineSnapshot(`
    "SESSION   PLACE   STUDIO    CONTEXT       STATE                   ORIGIN
    11111111  Lobby   instance  edit          Edit                    user
    98        Lobby   instance  server        Run                     user
    99        Place1  other-st  edit          Edit                    emulator
    abcdef01  Place1  other-st  client (Ann)  Client (not answering)  user"
  `);
});

test('a fresh host is given time to be found, but no more than --wait', async () => {
  const clock = createManualClock();
  const world = createFakeWorld({ unsettledMs: 2_000, context: { clock, options: { waitMs: 500 } } });
  const listed = runCommandAsync(processList, {}, world.context);
  while (clock.pendingTimers === 0) await Promise.resolve();
  clock.advance(499);
  expect(world.notices).toEqual(['Waiting for Studios to connect...']);
  expect(world.openConnections).toBe(1);
  clock.advance(1);
  expect(await listed).toMatchObject({ sessions: [{ placeName: 'Place1' }] });
});

test('nothing connected is said, with the next step', async () => {
  expect(await textAsync([])).toBe(
    'No Studio is connected.\nOpen one with the plugin installed, or start an emulated one: studio-bridge emulator',
  );
});
