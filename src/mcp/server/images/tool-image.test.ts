import { decode, encode } from 'fast-png';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { verifies } from '../../../../tests/support/verifies.js';
import { type AnyCommand, defineCommand } from '../../../command/define-command.js';
import { scalePng } from './scale-png.js';
import { imageOf } from './tool-image.js';

/** Left half red, right half blue and half see-through. */
function picture(width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const isLeft = at % width < width / 2;
    data.set(isLeft ? [255, 0, 0, 255] : [0, 0, 255, 128], at * 4);
  }
  return encode({ width, height, data, channels: 4, depth: 8 });
}

const command: AnyCommand = defineCommand({
  name: ['viewport', 'screenshot'],
  summary: '',
  examples: [],
  target: 'session',
  surfaces: ['mcp'],
  readOnly: true,
  positionals: [],
  input: z.strictObject({}),
  run: async () => undefined,
  format: () => '',
  binary: (data: unknown) => Buffer.from(Object(data).base64, 'base64'),
}) as AnyCommand;

const dataOf = (bytes: Uint8Array, width: number, height: number) => ({
  base64: Buffer.from(bytes).toString('base64'),
  format: 'png',
  width,
  height,
});

verifies('mcp.images', 'a picture is sent as one, scaled down, and not as text too', () => {
  const image = imageOf(command, dataOf(picture(400, 100), 400, 100), 40);
  expect(image?.content).toMatchObject({ type: 'image', mimeType: 'image/png' });
  expect(image?.data).toEqual({ format: 'png', width: 400, height: 100, sentWidth: 40, sentHeight: 10 });
  const sent = decode(Buffer.from(image?.content.data ?? '', 'base64'));
  expect([sent.width, sent.height, sent.channels]).toEqual([40, 10, 4]);
  expect([...sent.data.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
  expect([...sent.data.subarray(39 * 4, 40 * 4)]).toEqual([0, 0, 255, 128]);
});

test('a picture that is small enough, or shall stay, is sent as it came', () => {
  const bytes = picture(40, 10);
  expect(scalePng(bytes, 40)).toBeUndefined();
  expect(scalePng(picture(400, 10), 0)).toBeUndefined();
  const image = imageOf(command, dataOf(bytes, 40, 10), 1_024);
  expect(image?.content.data).toBe(Buffer.from(bytes).toString('base64'));
  expect(image?.data).toEqual({ format: 'png', width: 40, height: 10 });
});

test('what is no picture stays data, and a broken one is sent as it came', () => {
  const text = dataOf(Buffer.from('hello'), 1, 1);
  expect(imageOf(command, text, 10)).toBeUndefined();
  const broken = picture(400, 100).subarray(0, 60);
  expect(scalePng(broken, 40)).toBeUndefined();
});
