import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../../tests/support/command-context.js';
import { runCommandAsync } from '../../../command/run-command.js';
import { processInfo } from './info.js';

test('the mode is there under both of its names', async () => {
  const answer = { state: 'Play', placeName: 'Lobby', placeId: 7, gameId: 8 } as const;
  const world = createFakeWorld({ answer: () => answer });
  const data = await runCommandAsync(processInfo, {}, world.context);
  expect(world.requests).toMatchObject([{ type: 'queryState', payload: {} }]);
  expect(data).toEqual({ ...answer, mode: 'Play' });
  expect(processInfo.format({ ...answer, mode: 'Play' }, { streamed: true })).toBe(
    'Mode      Play\nPlace     Lobby\nPlace ID  7\nGame ID   8',
  );
});
