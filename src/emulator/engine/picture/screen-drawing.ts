// What lies on top of the world: frames with their borders and round corners, and text.
import type { Canvas } from './canvas.js';
import { advanceOf, glyphOf } from './glyphs.js';
import type { PixelBox, Rgb, ScreenItem, TextBlock } from './scene.js';

const COLUMN_EM = 0.1;
/** Where the tops of capitals are, from the top of a line. */
const TOP_EM = 0.15;

export function drawScreen(canvas: Canvas, items: readonly ScreenItem[]): void {
  for (const item of items) {
    const { box, clip, border, radius, rotation } = item;
    if (border && border.size > 0 && border.alpha > 0) {
      const outer = grown(box, border.size);
      const inside = coverage(box, radius, rotation);
      const around = coverage(outer, radius > 0 ? radius + border.size : 0, rotation);
      canvas.fill(bounds(outer, rotation), clip, border.color, border.alpha, (x, y) =>
        inside(x, y) > 0 ? 0 : around(x, y),
      );
    }
    if (item.alpha > 0) {
      const isPlain = radius === 0 && rotation === 0;
      canvas.fill(
        bounds(box, rotation),
        clip,
        item.color,
        item.alpha,
        isPlain ? undefined : coverage(box, radius, rotation),
      );
    }
    if (item.text && item.text.alpha > 0) drawText(canvas, item.text, clip);
  }
}

export function drawText(canvas: Canvas, text: TextBlock, clip?: PixelBox): void {
  const [x, y, width, height] = text.box;
  const lineHeight = text.size * text.lineHeight;
  let top = y + (height - lineHeight * text.lines.length) * text.alignY;
  for (const line of text.lines) {
    const left = x + (width - widthOf(line, text.size)) * text.alignX;
    drawLine(canvas, line, left, top + (lineHeight - text.size) / 2, text.size, text.color, text.alpha, clip);
    top += lineHeight;
  }
}

export function widthOf(line: string, size: number): number {
  return [...line].reduce((sum, character) => sum + advanceOf(character.codePointAt(0) ?? 0), 0) * size;
}

function drawLine(
  canvas: Canvas,
  line: string,
  x: number,
  y: number,
  size: number,
  color: Rgb,
  alpha: number,
  clip: PixelBox | undefined,
): void {
  const dot = size * COLUMN_EM;
  let left = x;
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    if (code !== 32) {
      for (const [column, bits] of glyphOf(code).entries()) {
        drawColumn(canvas, bits, left + column * dot, y + size * TOP_EM, dot, color, alpha, clip);
      }
    }
    left += advanceOf(code) * size;
  }
}

/** Dots that follow one another are one box, so that no gaps show between them. */
function drawColumn(
  canvas: Canvas,
  bits: number,
  x: number,
  y: number,
  dot: number,
  color: Rgb,
  alpha: number,
  clip: PixelBox | undefined,
): void {
  for (let row = 0; row < 8; row++) {
    if (!(bits & (1 << row))) continue;
    const first = row;
    while (bits & (1 << (row + 1))) row++;
    const [left, top] = [Math.round(x), Math.round(y + first * dot)];
    const width = Math.max(1, Math.round(x + dot) - left);
    const height = Math.max(1, Math.round(y + (row + 1) * dot) - top);
    canvas.fill([left, top, width, height], clip, color, alpha);
  }
}

const grown = ([x, y, width, height]: PixelBox, by: number): PixelBox => [
  x - by,
  y - by,
  width + 2 * by,
  height + 2 * by,
];

/** The upright box around one that is turned about its middle. */
function bounds([x, y, width, height]: PixelBox, rotation: number): PixelBox {
  if (rotation === 0) return [x, y, width, height];
  const [sine, cosine] = turn(rotation);
  const wide = Math.abs(width * cosine) + Math.abs(height * sine);
  const high = Math.abs(width * sine) + Math.abs(height * cosine);
  return [x + (width - wide) / 2, y + (height - high) / 2, wide, high];
}

/** How much of a pixel is inside: round at corners, turned about the middle. */
function coverage([x, y, width, height]: PixelBox, radius: number, rotation: number) {
  const [sine, cosine] = turn(rotation);
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  const round = Math.min(radius, width / 2, height / 2);
  return (pixelX: number, pixelY: number): number => {
    const [dx, dy] = [pixelX - middleX, pixelY - middleY];
    const alongX = Math.abs(dx * cosine + dy * sine) - width / 2 + round;
    const alongY = Math.abs(dy * cosine - dx * sine) - height / 2 + round;
    const beyond = Math.hypot(Math.max(0, alongX), Math.max(0, alongY)) - round;
    return Math.min(1, Math.max(0, 0.5 - Math.max(beyond, Math.min(0, Math.max(alongX, alongY) - round))));
  };
}

const turn = (degrees: number): [sine: number, cosine: number] => {
  const angle = (degrees * Math.PI) / 180;
  return [Math.sin(angle), Math.cos(angle)];
};
