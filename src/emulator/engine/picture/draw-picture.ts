// A picture of what the emulated Studio shows, marked as such so that nobody takes it for Roblox's own.
import { Canvas } from './canvas.js';
import { encodePng } from './png.js';
import { decodeScene, type Rgb, type SceneHead } from './scene.js';
import { drawScreen, drawText, widthOf } from './screen-drawing.js';
import { drawWorld } from './world-drawing.js';

const MARK = 'emulated view';
const MARK_SIZE = 14;
const MARK_PADDING = 4;
const WINDOW: Rgb = [0.18, 0.18, 0.18];
const DARK: Rgb = [0, 0, 0];
const LIGHT: Rgb = [1, 1, 1];

/** `bytes` is a scene; the result is a PNG file or plain pixels, as the scene asks. */
export function drawPicture(bytes: Buffer): Uint8Array {
  const scene = decodeScene(bytes);
  const { width, height, items } = scene.head;
  const canvas = new Canvas(width, height);
  if (scene.head.isBlank) {
    canvas.fill([0, 0, width, height], undefined, DARK, 1);
    return encoded(cropped(canvas, scene.head), scene.head);
  }
  if (scene.head.isWindow) canvas.fill([0, 0, width, height], undefined, WINDOW, 1);
  else drawWorld(canvas, scene);
  drawScreen(canvas, items);
  const result = cropped(canvas, scene.head);
  drawMark(result);
  return encoded(result, scene.head);
}

function cropped(canvas: Canvas, { width, height, crop, output, isPixelated }: SceneHead): Canvas {
  const [, , cropWidth, cropHeight] = crop;
  const isWhole = cropWidth === width && cropHeight === height && output[0] === width && output[1] === height;
  return isWhole ? canvas : canvas.resized(crop, output, isPixelated);
}

function encoded(canvas: Canvas, { format }: SceneHead): Uint8Array {
  return format === 'png' ? encodePng(canvas, `studio-bridge: ${MARK}`) : canvas.pixels;
}

/** At the lower left, where there is room for it. */
function drawMark(canvas: Canvas): void {
  const width = widthOf(MARK, MARK_SIZE) + 2 * MARK_PADDING;
  const height = MARK_SIZE + 2 * MARK_PADDING;
  const y = canvas.height - height;
  canvas.fill([0, y, width, height], undefined, DARK, 0.55);
  drawText(canvas, {
    lines: [MARK],
    size: MARK_SIZE,
    color: LIGHT,
    alpha: 1,
    alignX: 0.5,
    alignY: 0.5,
    lineHeight: 1,
    box: [0, y, width, height],
  });
}
