import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../../tests/support/command-context.js';
import { runCommandAsync } from '../../../command/run-command.js';
import { processInfo } from './info.js';

test('the mode is there under both of its names', async () => {
  const answer = { state: 'Play', placeName: 'Lobby', placeId: 7, gameId: 8 } as const;
  const world = createFakeWorld({ answer: () => answer });
  const data = await runCommandAsync(processInfo, { watch: false }, world.context);
  expect(world.requests).toMatchObject([{ type: 'queryState', payload: {} }]);
  const about = { pluginVersion: '0.1.0', protocolVersion: 2, paired: false, origin: 'user' } as const;
  expect(data).toEqual({ ...answer, mode: 'Play', ...about });
  const fallbacks = [{ member: 'DataModel.BindToClose', instead: 'nothing' }];
  expect(processInfo.format({ ...answer, mode: 'Play', ...about, fallbacks }, { streamed: true })).toBe(
    'Mode      Play\nPlace     Lobby\nPlace ID  7\nGame ID   8\nPlugin    0.1.0, protocol 2, not paired\n' +
      'Missing   DataModel.BindToClose: nothing',
  );
});

test('each change of the mode is told until it is interrupted', async () => {
  const interruption = new AbortController();
  const world = createFakeWorld({
    answer: () => ({ state: 'Edit', placeName: 'Lobby', placeId: 7, gameId: 8 }),
    context: { signal: interruption.signal },
  });
  const watching = runCommandAsync(processInfo, { watch: true }, world.context);
  await world.subscribed.promise;
  world.push('stateChange', { previousState: 'Edit', newState: 'Play', timestamp: 5 });
  world.push('logPush', { entry: { level: 'Print', body: 'x' } });
  interruption.abort();
  expect(await watching).toBeUndefined();
  expect(world.emissions.map(({ data }) => data)).toMatchObject([
    { event: 'info', mode: 'Edit' },
    { event: 'stateChange', previousState: 'Edit', newState: 'Play' },
  ]);
  expect(world.emissions[1]?.text).toBe('Edit -> Play');
  expect(world.followed).toEqual([]);
});
