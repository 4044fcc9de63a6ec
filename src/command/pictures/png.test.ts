import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { decodePngAsync, encodePngAsync, fittingSize, isBlack, shrink } from './png.js';

const pixels = (width: number, height: number, of: (at: number) => number[]) => ({
  width,
  height,
  rgba: Uint8Array.from(Array.from({ length: width * height }, (_, at) => of(at)).flat()),
});

test('what is encoded is decoded again', async () => {
  const picture = pixels(3, 2, (at) => [at * 40, 255 - at, at, 100 + at]);
  expect(await decodePngAsync(await encodePngAsync(picture))).toEqual(picture);
});

test('pictures without alpha and in grey are read too', async () => {
  const colours = encode({ width: 1, height: 1, data: Uint8Array.from([1, 2, 3]), channels: 3, depth: 8 });
  expect((await decodePngAsync(colours)).rgba).toEqual(Uint8Array.from([1, 2, 3, 255]));
  const grey = encode({ width: 1, height: 1, data: Uint8Array.from([7]), channels: 1, depth: 8 });
  expect((await decodePngAsync(grey)).rgba).toEqual(Uint8Array.from([7, 7, 7, 255]));
});

test('a smaller picture keeps its proportions, and its pixels are means', () => {
  expect(fittingSize({ width: 1920, height: 1080 }, { width: 960 })).toEqual({ width: 960, height: 540 });
  expect(fittingSize({ width: 10, height: 10 }, { width: 100, height: 5 })).toEqual({ width: 5, height: 5 });
  const picture = pixels(2, 2, (at) => [at * 20, 0, 0, 255]);
  expect(shrink(picture, { width: 1, height: 1 }).rgba).toEqual(Uint8Array.from([30, 0, 0, 255]));
  expect(shrink(picture, { width: 2, height: 2 })).toBe(picture);
});

test('a frame that was never drawn is black', () => {
  expect(isBlack(pixels(4, 4, () => [0, 1, 2, 255]))).toBe(true);
  expect(isBlack(pixels(4, 4, (at) => (at === 9 ? [0, 9, 0, 255] : [0, 0, 0, 255])))).toBe(false);
});
