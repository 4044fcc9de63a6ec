import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../../tests/support/command-context.js';
import { runCommandAsync } from '../../../command/run-command.js';
import type { PlaceFiles } from '../../../command/world/place-files.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { placeImport } from './import.js';

function worldWith(bytes: Uint8Array, toBinaryModelAsync?: PlaceFiles['toBinaryModelAsync']) {
  const { places } = createFakeWorld().context;
  const files = { ...createFakeWorld().context.files, readBytesAsync: async () => bytes };
  return createFakeWorld({
    answer: (_type, payload) => {
      const { offset, total } = payload as { offset: number; total: number };
      const isLast = offset + 4 * 1024 * 1024 >= total;
      return { paths: isLast ? ['game.Workspace.House'] : [], undoable: isLast };
    },
    context: { files, places: toBinaryModelAsync ? { ...places, toBinaryModelAsync } : places },
  });
}

test('a large file goes in slices, and what came of the last is told', async () => {
  const bytes = new Uint8Array(5 * 1024 * 1024);
  bytes.set(Buffer.from('<roblox!'));
  const world = worldWith(bytes);
  const done = await runCommandAsync(placeImport, { file: 'house.rbxm', in: 'Workspace' }, world.context);
  expect(placeImport.format(done as Parameters<typeof placeImport.format>[0], { streamed: true })).toBe(
    '+ game.Workspace.House',
  );
  const [first, second] = world.requests.map(({ payload }) => payload as { token: string; offset: number });
  expect([world.requests.length, first?.offset, second?.offset]).toEqual([2, 0, 4 * 1024 * 1024]);
  expect(first?.token).toBe(second?.token);
});

test('of any other form the content is taken, and what is no model is refused before anything is connected', async () => {
  const asked: string[] = [];
  const world = worldWith(Buffer.from('<roblox version="4">'), async (path) => {
    asked.push(path);
    throw new BridgeError('PLACE_NOT_READABLE', 'Cannot open a.rbxmx: it is damaged.');
  });
  await expect(
    runCommandAsync(placeImport, { file: 'a.rbxmx', in: 'Workspace' }, world.context),
  ).rejects.toThrow('Cannot open a.rbxmx: it is damaged.');
  expect([asked, world.openConnections]).toEqual([['a.rbxmx'], 0]);
});
