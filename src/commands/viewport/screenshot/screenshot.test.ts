import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../../tests/support/command-context.js';
import { decodePngAsync } from '../../../command/pictures/png.js';
import { runCommandAsync } from '../../../command/run-command.js';
import { viewportScreenshot } from './screenshot.js';

type Data = Parameters<typeof viewportScreenshot.format>[0];

function take(answer: object, input: object = {}) {
  const { context } = createFakeWorld({ answer: () => answer });
  return runCommandAsync(viewportScreenshot, { ui: true, ...input }, context) as Promise<Data>;
}

const RAW = {
  data: Buffer.from([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 9, 9, 9, 255]).toString('base64'),
  format: 'rgba',
  width: 2,
  height: 2,
};

test('raw pixels become a PNG', async () => {
  const picture = await take(RAW);
  const png = viewportScreenshot.binary?.(picture) ?? new Uint8Array();
  expect(await decodePngAsync(png)).toMatchObject({ width: 2, height: 2 });
  expect(viewportScreenshot.format(picture, { streamed: true })).toContain('A picture of 2 by 2 pixels');
  const again = await take({ data: picture.base64, format: 'png', width: 2, height: 2 });
  expect(again.base64).toBe(picture.base64);
  expect(
    await take({ data: picture.base64, format: 'png', width: 2, height: 2 }, { width: 1 }),
  ).toMatchObject({
    width: 1,
    height: 1,
  });
});

test('a black frame and one that is not whole are failures', async () => {
  const black = { ...RAW, data: Buffer.alloc(16).toString('base64') };
  await expect(take(black)).rejects.toThrow('The picture is black in every pixel: Studio drew nothing.');
  await expect(take({ ...RAW, height: 3 })).rejects.toThrow(
    'The picture is not whole: 16 bytes came for 2 by 3 pixels.',
  );
});
