// An image in memory: pixels that are mixed with what is drawn over them.
import type { PixelBox, Rgb } from './scene.js';

export class Canvas {
  /** Red, green, blue and alpha of each pixel, row by row from the top. */
  readonly pixels: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint8Array(width * height * 4).fill(255);
  }

  /** `alpha` is how much of the colour (0 to 1 each) is put over what is there. */
  mix(index: number, [red, green, blue]: Rgb, alpha: number): void {
    const { pixels } = this;
    const at = index * 4;
    pixels[at] = blend(pixels[at] ?? 0, red, alpha);
    pixels[at + 1] = blend(pixels[at + 1] ?? 0, green, alpha);
    pixels[at + 2] = blend(pixels[at + 2] ?? 0, blue, alpha);
  }

  /** Each pixel of a box that `covers` says is in, as far as it says. */
  fill(
    [x, y, width, height]: PixelBox,
    clip: PixelBox | undefined,
    color: Rgb,
    alpha: number,
    covers?: (x: number, y: number) => number,
  ): void {
    const [clipX, clipY, clipWidth, clipHeight] = clip ?? [0, 0, this.width, this.height];
    const left = Math.max(0, Math.round(Math.max(x, clipX)));
    const top = Math.max(0, Math.round(Math.max(y, clipY)));
    const right = Math.min(this.width, Math.round(Math.min(x + width, clipX + clipWidth)));
    const bottom = Math.min(this.height, Math.round(Math.min(y + height, clipY + clipHeight)));
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const share = covers ? covers(column + 0.5, row + 0.5) : 1;
        if (share > 0) this.mix(row * this.width + column, color, alpha * share);
      }
    }
  }

  /** A part of it in another size: the nearest pixel, or the mean of those that fall together. */
  resized(
    [x, y, width, height]: PixelBox,
    [toWidth, toHeight]: readonly [number, number],
    isPixelated: boolean,
  ): Canvas {
    const result = new Canvas(toWidth, toHeight);
    for (let row = 0; row < toHeight; row++) {
      for (let column = 0; column < toWidth; column++) {
        const left = x + (column * width) / toWidth;
        const top = y + (row * height) / toHeight;
        const right = isPixelated ? left : Math.max(left, x + ((column + 1) * width) / toWidth - 1);
        const bottom = isPixelated ? top : Math.max(top, y + ((row + 1) * height) / toHeight - 1);
        result.pixels.set(this.mean(left, top, right, bottom), (row * toWidth + column) * 4);
      }
    }
    return result;
  }

  private mean(left: number, top: number, right: number, bottom: number): Uint8Array {
    const sums = [0, 0, 0, 0];
    let count = 0;
    for (let row = Math.floor(top); row <= Math.floor(bottom); row++) {
      for (let column = Math.floor(left); column <= Math.floor(right); column++) {
        const at = (row * this.width + column) * 4;
        for (let channel = 0; channel < 4; channel++) {
          sums[channel] = (sums[channel] ?? 0) + (this.pixels[at + channel] ?? 0);
        }
        count++;
      }
    }
    return Uint8Array.from(sums, (sum) => Math.round(sum / count));
  }
}

const blend = (under: number, over: number, alpha: number) =>
  Math.round(under + (Math.min(1, Math.max(0, over)) * 255 - under) * alpha);
