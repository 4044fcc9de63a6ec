// Pictures as PNG, whatever form they came in: raw pixels are encoded, large ones made smaller, black ones found out.
// The one door to the library for it, which is loaded when there is a picture.

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, row by row. */
  readonly rgba: Uint8Array;
}

export async function encodePngAsync({ width, height, rgba }: Pixels): Promise<Uint8Array> {
  const { encode } = await import('fast-png');
  return encode({ width, height, data: rgba, channels: 4, depth: 8 });
}

export async function decodePngAsync(png: Uint8Array): Promise<Pixels> {
  const { decode } = await import('fast-png');
  const { width, height, data, channels, depth, palette } = decode(png);
  const rgba = new Uint8Array(width * height * 4);
  const scale = depth === 16 ? 257 : 1;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * channels;
    const colour = palette ? palette[data[at] ?? 0] : undefined;
    const grey = channels < 3;
    const parts = colour ?? [0, grey ? 0 : 1, grey ? 0 : 2].map((part) => (data[at + part] ?? 0) / scale);
    const hasAlpha = channels === 2 || channels === 4;
    rgba.set([parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0], pixel * 4);
    rgba[pixel * 4 + 3] = hasAlpha ? (data[at + channels - 1] ?? 0) / scale : (colour?.[3] ?? 255);
  }
  return { width, height, rgba };
}

/** The size that fits into the limits with its proportions; never larger. */
export function fittingSize(
  { width, height }: { readonly width: number; readonly height: number },
  limits: { readonly width?: number | undefined; readonly height?: number | undefined },
): { width: number; height: number } {
  const scale = Math.min(1, (limits.width ?? width) / width, (limits.height ?? height) / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Each new pixel is the mean of those that it stands for. */
export function shrink(pixels: Pixels, size: { readonly width: number; readonly height: number }): Pixels {
  if (size.width >= pixels.width && size.height >= pixels.height) return pixels;
  const rgba = new Uint8Array(size.width * size.height * 4);
  for (let y = 0; y < size.height; y++) {
    const [top, bottom] = stretch(y, size.height, pixels.height);
    for (let x = 0; x < size.width; x++) {
      const [left, right] = stretch(x, size.width, pixels.width);
      const count = (bottom - top) * (right - left);
      for (let part = 0; part < 4; part++) {
        let sum = 0;
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++) {
            sum += pixels.rgba[(row * pixels.width + column) * 4 + part] ?? 0;
          }
        }
        rgba[(y * size.width + x) * 4 + part] = Math.round(sum / count);
      }
    }
  }
  return { ...size, rgba };
}

/** No picture of a place is black in every pixel: such a frame was never drawn. */
export function isBlack({ rgba }: Pixels): boolean {
  for (let at = 0; at < rgba.length; at += 4) {
    if ((rgba[at] ?? 0) > 2 || (rgba[at + 1] ?? 0) > 2 || (rgba[at + 2] ?? 0) > 2) return false;
  }
  return true;
}

function stretch(at: number, count: number, of: number): [number, number] {
  const from = Math.floor((at * of) / count);
  return [from, Math.max(from + 1, Math.floor(((at + 1) * of) / count))];
}
