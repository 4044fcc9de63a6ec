import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../../tests/support/command-context.js';
import { runCommandAsync } from '../../../command/run-command.js';
import { placeExport } from './export.js';

const FILE = Buffer.from('<roblox! and more than one slice');
const SLICE = 10;

test('a file that comes in slices is put together', async () => {
  const world = createFakeWorld({
    answer: (_type, payload) => {
      const { offset = 0 } = payload as { offset?: number };
      const data = FILE.subarray(offset, offset + SLICE).toString('base64');
      return { token: 'T', total: FILE.length, data: { type: 'Buffer', base64: data }, roots: 1 };
    },
  });
  const exported = (await runCommandAsync(
    placeExport,
    { paths: ['Workspace.House'] },
    world.context,
  )) as Parameters<typeof placeExport.format>[0];
  expect(placeExport.binary?.(exported)).toEqual(FILE);
  expect(placeExport.format(exported, { streamed: true })).toBe(
    '1 instance in 32 bytes. To keep them: --output FILE.rbxm',
  );
  expect(world.requests.map(({ payload }) => payload)).toMatchObject([
    { paths: ['game.Workspace.House'], offset: 0 },
    { token: 'T', offset: 10 },
    { token: 'T', offset: 20 },
    { token: 'T', offset: 30 },
  ]);
});

test('an export that stops is told as such', async () => {
  const world = createFakeWorld({
    answer: () => ({ token: 'T', total: 9, data: { type: 'Buffer', base64: '' }, roots: 1 }),
  });
  await expect(runCommandAsync(placeExport, { paths: ['X'] }, world.context)).rejects.toThrow(
    'The answer ended before it was whole.',
  );
});
