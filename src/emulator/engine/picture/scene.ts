// What a picture is drawn from, as Luau hands it over: a head in JSON, then the parts as numbers.

export type Rgb = readonly [red: number, green: number, blue: number];
/** X, Y, width and height in pixels. */
export type PixelBox = readonly [x: number, y: number, width: number, height: number];

export interface TextBlock {
  readonly lines: readonly string[];
  readonly size: number;
  readonly color: Rgb;
  readonly alpha: number;
  /** How much of the free room is before the text: 0, a half or 1. */
  readonly alignX: number;
  readonly alignY: number;
  readonly lineHeight: number;
  readonly box: PixelBox;
}

/** One thing on the screen; what comes later is on top. */
export interface ScreenItem {
  readonly box: PixelBox;
  readonly rotation: number;
  readonly color: Rgb;
  readonly alpha: number;
  readonly radius: number;
  readonly border?: { readonly size: number; readonly color: Rgb; readonly alpha: number };
  readonly clip?: PixelBox;
  readonly text?: TextBlock;
}

export interface SceneHead {
  readonly width: number;
  readonly height: number;
  /** Position, then the rotation's rows. */
  readonly camera: readonly number[];
  /** Vertical, in degrees. */
  readonly fieldOfView: number;
  /** Towards the sun. */
  readonly sun: Rgb;
  readonly ambient: Rgb;
  /** Of what the sun adds, 0 to 1. */
  readonly sunlight: number;
  readonly items: readonly ScreenItem[];
  readonly format: 'rgba' | 'png';
  /** The part of the picture that is wanted, and the size that it is wanted in. */
  readonly crop: PixelBox;
  readonly output: readonly [width: number, height: number];
  readonly isPixelated: boolean;
  /** It is a window of a plugin's, with no world behind it. */
  readonly isWindow: boolean;
  /** The window is minimised, so nothing was drawn. */
  readonly isBlank: boolean;
}

export const SHAPES = ['Block', 'Ball', 'Cylinder', 'Wedge', 'CornerWedge'] as const;

export interface ScenePart {
  readonly shape: (typeof SHAPES)[number];
  /** Position, then the rotation's rows. */
  readonly frame: Float32Array;
  readonly size: Rgb;
  readonly color: Rgb;
  readonly alpha: number;
  /** Shines by itself. */
  readonly isBright: boolean;
}

export interface Scene {
  readonly head: SceneHead;
  readonly parts: readonly ScenePart[];
}

const NUMBERS_PER_PART = 21;

export function decodeScene(bytes: Buffer): Scene {
  const headLength = bytes.readUInt32LE(0);
  const head = JSON.parse(bytes.toString('utf8', 4, 4 + headLength)) as SceneHead;
  // A copy, because the numbers must begin at a multiple of four.
  const body = Uint8Array.prototype.slice.call(bytes, 4 + headLength);
  const numbers = new Float32Array(body.buffer, 0, Math.floor(body.length / 4));
  const parts: ScenePart[] = [];
  for (let at = 0; at + NUMBERS_PER_PART <= numbers.length; at += NUMBERS_PER_PART) {
    parts.push(partAt(numbers.subarray(at, at + NUMBERS_PER_PART)));
  }
  return { head, parts };
}

function partAt(numbers: Float32Array): ScenePart {
  const [shape = 0, ...rest] = numbers;
  const [sizeX = 0, sizeY = 0, sizeZ = 0, red = 0, green = 0, blue = 0, alpha = 1, bright = 0] =
    rest.slice(12);
  return {
    shape: SHAPES[shape] ?? 'Block',
    frame: numbers.subarray(1, 13),
    size: [sizeX, sizeY, sizeZ],
    color: [red, green, blue],
    alpha,
    isBright: bright === 1,
  };
}
