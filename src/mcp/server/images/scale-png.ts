// Makes a picture as small as an agent can still read it: the tokens that it costs go with its area.
import { decode, encode } from 'fast-png';

export interface ScaledPng {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Undefined where it need not, or cannot, be scaled. */
export function scalePng(bytes: Uint8Array, maxPixels: number): ScaledPng | undefined {
  const size = sizeOf(bytes);
  const longer = Math.max(size.width, size.height);
  if (maxPixels <= 0 || longer <= maxPixels) return undefined;
  try {
    const { width, height, data, channels, depth, palette } = decode(bytes);
    if (depth !== 8 || palette !== undefined) return undefined;
    const to = {
      width: Math.max(1, Math.round((width * maxPixels) / longer)),
      height: Math.max(1, Math.round((height * maxPixels) / longer)),
    };
    const scaled = average(data, { width, height }, to, channels);
    return { png: encode({ ...to, data: scaled, channels, depth: 8 }), ...to };
  } catch {
    // Sent as it came: whoever made it may know better what it is.
    return undefined;
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Every pixel is the mean of those that it stands for; where they are see-through, colour counts for less. */
function average(from: ArrayLike<number>, size: Size, to: Size, channels: number): Uint8Array {
  const scaled = new Uint8Array(to.width * to.height * channels);
  const hasAlpha = channels === 2 || channels === 4;
  const colours = hasAlpha ? channels - 1 : channels;
  const sums = new Array<number>(channels).fill(0);
  for (let y = 0; y < to.height; y++) {
    const [top, bottom] = span(y, size.height, to.height);
    for (let x = 0; x < to.width; x++) {
      const [left, right] = span(x, size.width, to.width);
      sums.fill(0);
      let weights = 0;
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const at = (row * size.width + column) * channels;
          const weight = hasAlpha ? (from[at + colours] ?? 0) : 1;
          weights += weight;
          for (let channel = 0; channel < colours; channel++)
            sums[channel] = (sums[channel] ?? 0) + (from[at + channel] ?? 0) * weight;
        }
      }
      const at = (y * to.width + x) * channels;
      for (let channel = 0; channel < colours; channel++)
        scaled[at + channel] = weights === 0 ? 0 : Math.round((sums[channel] ?? 0) / weights);
      if (hasAlpha) scaled[at + colours] = Math.round(weights / ((bottom - top) * (right - left)));
    }
  }
  return scaled;
}

function span(at: number, from: number, to: number): [number, number] {
  const start = Math.floor((at * from) / to);
  return [start, Math.max(start + 1, Math.floor(((at + 1) * from) / to))];
}

const WIDTH_OFFSET = 16;
const HEADER_BYTES = 24;

/** From the header alone. */
function sizeOf(bytes: Uint8Array): Size {
  if (bytes.length < HEADER_BYTES) return { width: 0, height: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(WIDTH_OFFSET), height: view.getUint32(WIDTH_OFFSET + 4) };
}
