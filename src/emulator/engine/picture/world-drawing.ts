// Parts as the camera sees them: nearer ones cover farther ones, faces are lit by how they stand to the sun, and what
// is transparent is drawn last, from far to near.
import type { Canvas } from './canvas.js';
import type { Rgb, Scene, SceneHead, ScenePart } from './scene.js';
import { facesOf, type Point } from './shape-faces.js';

const NEAR = 0.1;
const SKY_HIGH: Rgb = [0.42, 0.62, 0.9];
const SKY_LOW: Rgb = [0.82, 0.89, 0.97];
const INVISIBLE = 0.005;

interface View {
  readonly head: SceneHead;
  /** From the middle of the picture, in pixels, what is one stud aside one stud away. */
  readonly scale: number;
  /** One over the distance of what is seen at each pixel so far. */
  readonly nearness: Float32Array;
}

export function drawWorld(canvas: Canvas, { head, parts }: Scene): void {
  drawSky(canvas, head);
  const scale = canvas.height / 2 / Math.tan((head.fieldOfView * Math.PI) / 360);
  const view: View = { head, scale, nearness: new Float32Array(canvas.width * canvas.height) };
  const seen = parts.filter(({ alpha }) => alpha > INVISIBLE);
  const solid = seen.filter(({ alpha }) => alpha >= 1);
  const clear = seen.filter(({ alpha }) => alpha < 1);
  clear.sort((a, b) => distanceOf(b, head) - distanceOf(a, head));
  for (const part of [...solid, ...clear]) drawPart(canvas, view, part);
}

function drawSky(canvas: Canvas, { sunlight }: SceneHead): void {
  for (let row = 0; row < canvas.height; row++) {
    const share = row / canvas.height;
    const light = 0.25 + 0.75 * Math.min(1, sunlight * 2);
    const color = SKY_HIGH.map((high, at) => (high + ((SKY_LOW[at] ?? 0) - high) * share) * light);
    const [red = 0, green = 0, blue = 0] = color;
    for (let column = 0; column < canvas.width; column++) {
      canvas.mix(row * canvas.width + column, [red, green, blue], 1);
    }
  }
}

function drawPart(canvas: Canvas, view: View, part: ScenePart): void {
  if (isBehind(part, view.head)) return;
  for (const face of facesOf(part.shape)) {
    const world = face.map((corner) => toWorld(corner, part));
    const normal = normalOf(world);
    const seen = clipNear(world.map((corner) => toCamera(corner, view.head.camera)));
    if (seen.length < 3 || !normal) continue;
    const color = part.isBright ? part.color : lit(part.color, normal, view.head);
    const screen = seen.map((corner) => project(corner, canvas, view.scale));
    for (let index = 1; index + 1 < screen.length; index++) {
      const [a, b, c] = [screen[0], screen[index], screen[index + 1]];
      if (a && b && c) drawTriangle(canvas, view.nearness, [a, b, c], color, part.alpha);
    }
  }
}

function toWorld([x, y, z]: Point, { frame, size, shape }: ScenePart): Point {
  const [sizeX, sizeY, sizeZ] = extents(size, shape);
  return transform(frame, [x * sizeX, y * sizeY, z * sizeZ]);
}

/** Balls and cylinders are round whatever their size says. */
function extents([x, y, z]: Rgb, shape: ScenePart['shape']): Point {
  if (shape === 'Ball') {
    const least = Math.min(x, y, z);
    return [least, least, least];
  }
  const round = Math.min(y, z);
  return shape === 'Cylinder' ? [x, round, round] : [x, y, z];
}

function transform(frame: ArrayLike<number>, [x, y, z]: Point): Point {
  const at = (index: number) => frame[index] ?? 0;
  return [
    at(0) + at(3) * x + at(4) * y + at(5) * z,
    at(1) + at(6) * x + at(7) * y + at(8) * z,
    at(2) + at(9) * x + at(10) * y + at(11) * z,
  ];
}

/** The camera looks along its own -z. */
function toCamera([x, y, z]: Point, camera: readonly number[]): Point {
  const at = (index: number) => camera[index] ?? 0;
  const [dx, dy, dz] = [x - at(0), y - at(1), z - at(2)];
  return [
    at(3) * dx + at(6) * dy + at(9) * dz,
    at(4) * dx + at(7) * dy + at(10) * dz,
    at(5) * dx + at(8) * dy + at(11) * dz,
  ];
}

function distanceOf({ frame }: ScenePart, { camera }: SceneHead): number {
  return Math.hypot(...[0, 1, 2].map((at) => (frame[at] ?? 0) - (camera[at] ?? 0)));
}

function isBehind(part: ScenePart, { camera }: SceneHead): boolean {
  const [, , z] = toCamera([part.frame[0] ?? 0, part.frame[1] ?? 0, part.frame[2] ?? 0], camera);
  return z - Math.hypot(...part.size) / 2 > -NEAR;
}

function clipNear(corners: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const [index, corner] of corners.entries()) {
    const next = corners[(index + 1) % corners.length] ?? corner;
    if (corner[2] <= -NEAR) kept.push(corner);
    if (corner[2] <= -NEAR !== next[2] <= -NEAR) {
      const share = (-NEAR - corner[2]) / (next[2] - corner[2]);
      const between = (at: 0 | 1) => corner[at] + (next[at] - corner[at]) * share;
      kept.push([between(0), between(1), -NEAR]);
    }
  }
  return kept;
}

/** X and y in pixels, and one over the distance. */
function project([x, y, z]: Point, { width, height }: Canvas, scale: number): Point {
  const nearness = -1 / z;
  return [width / 2 + x * scale * nearness, height / 2 - y * scale * nearness, nearness];
}

/** Corners may fall together, as at the ends of a ball. */
function normalOf([a, b, c, d]: readonly Point[]): Point | undefined {
  if (!a || !b || !c) return undefined;
  return crossing(a, b, c) ?? (d && crossing(a, c, d));
}

function crossing(a: Point, b: Point, c: Point): Point | undefined {
  const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
  const normal: Point = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const length = Math.hypot(...normal);
  return length === 0 ? undefined : [normal[0] / length, normal[1] / length, normal[2] / length];
}

function lit(color: Rgb, normal: Point, { sun, ambient, sunlight }: SceneHead): Rgb {
  const towards = Math.max(0, normal[0] * sun[0] + normal[1] * sun[1] + normal[2] * sun[2]);
  const light = (at: 0 | 1 | 2) => color[at] * Math.min(1.15, ambient[at] + sunlight * towards);
  return [light(0), light(1), light(2)];
}

function drawTriangle(
  canvas: Canvas,
  nearness: Float32Array,
  [a, b, c]: readonly [Point, Point, Point],
  color: Rgb,
  alpha: number,
): void {
  const area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  // Seen from behind; on the screen y goes down.
  if (area >= 0) return;
  const left = Math.max(0, Math.floor(Math.min(a[0], b[0], c[0])));
  const right = Math.min(canvas.width - 1, Math.ceil(Math.max(a[0], b[0], c[0])));
  const top = Math.max(0, Math.floor(Math.min(a[1], b[1], c[1])));
  const bottom = Math.min(canvas.height - 1, Math.ceil(Math.max(a[1], b[1], c[1])));
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const [x, y] = [column + 0.5, row + 0.5];
      const shareA = ((b[0] - x) * (c[1] - y) - (b[1] - y) * (c[0] - x)) / area;
      const shareB = ((c[0] - x) * (a[1] - y) - (c[1] - y) * (a[0] - x)) / area;
      const shareC = 1 - shareA - shareB;
      if (shareA < 0 || shareB < 0 || shareC < 0) continue;
      const near = shareA * a[2] + shareB * b[2] + shareC * c[2];
      const index = row * canvas.width + column;
      if (near <= (nearness[index] ?? 0)) continue;
      if (alpha >= 1) nearness[index] = near;
      canvas.mix(index, color, alpha);
    }
  }
}
