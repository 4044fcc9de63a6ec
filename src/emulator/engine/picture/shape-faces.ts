// The shapes of parts as flat faces around their middle, one long in each direction.
import type { ScenePart } from './scene.js';

export type Point = readonly [x: number, y: number, z: number];
/** Corners in order, seen from outside against the clock. */
export type Face = readonly Point[];

const BALL_RINGS = 10;
const BALL_SEGMENTS = 16;
const CYLINDER_SEGMENTS = 24;

export function facesOf(shape: ScenePart['shape']): readonly Face[] {
  return FACES[shape];
}

const point = (x: number, y: number, z: number): Point => [x / 2, y / 2, z / 2];

const box: Face[] = [
  [point(1, -1, 1), point(1, -1, -1), point(1, 1, -1), point(1, 1, 1)],
  [point(-1, -1, -1), point(-1, -1, 1), point(-1, 1, 1), point(-1, 1, -1)],
  [point(-1, 1, 1), point(1, 1, 1), point(1, 1, -1), point(-1, 1, -1)],
  [point(-1, -1, -1), point(1, -1, -1), point(1, -1, 1), point(-1, -1, 1)],
  [point(-1, -1, 1), point(1, -1, 1), point(1, 1, 1), point(-1, 1, 1)],
  [point(1, -1, -1), point(-1, -1, -1), point(-1, 1, -1), point(1, 1, -1)],
];

/** High at the back, which is +z. */
const wedge: Face[] = [
  [point(-1, -1, -1), point(1, -1, -1), point(1, -1, 1), point(-1, -1, 1)],
  [point(-1, -1, 1), point(1, -1, 1), point(1, 1, 1), point(-1, 1, 1)],
  [point(1, -1, -1), point(-1, -1, -1), point(-1, 1, 1), point(1, 1, 1)],
  [point(1, -1, 1), point(1, -1, -1), point(1, 1, 1)],
  [point(-1, -1, -1), point(-1, -1, 1), point(-1, 1, 1)],
];

/** High at the corner of +x and -z. */
const cornerWedge: Face[] = [
  [point(-1, -1, -1), point(1, -1, -1), point(1, -1, 1), point(-1, -1, 1)],
  [point(1, -1, 1), point(1, -1, -1), point(1, 1, -1)],
  [point(1, -1, -1), point(-1, -1, -1), point(1, 1, -1)],
  [point(-1, -1, 1), point(1, -1, 1), point(1, 1, -1)],
  [point(-1, -1, -1), point(-1, -1, 1), point(1, 1, -1)],
];

function ball(): Face[] {
  const at = (ring: number, segment: number): Point => {
    const polar = (ring / BALL_RINGS) * Math.PI;
    const around = (segment / BALL_SEGMENTS) * 2 * Math.PI;
    const radius = Math.sin(polar);
    return point(radius * Math.cos(around), Math.cos(polar), -radius * Math.sin(around));
  };
  return grid(BALL_RINGS, BALL_SEGMENTS, (ring, segment) => [
    at(ring, segment),
    at(ring + 1, segment),
    at(ring + 1, segment + 1),
    at(ring, segment + 1),
  ]);
}

/** Along the x axis. */
function cylinder(): Face[] {
  const at = (x: number, segment: number): Point => {
    const around = (segment / CYLINDER_SEGMENTS) * 2 * Math.PI;
    return point(x, Math.cos(around), Math.sin(around));
  };
  const around = Array.from({ length: CYLINDER_SEGMENTS }, (_, segment) => segment);
  return [
    ...around.map((segment) => [at(-1, segment), at(-1, segment + 1), at(1, segment + 1), at(1, segment)]),
    around.map((segment) => at(1, segment)),
    around.map((segment) => at(-1, -segment)),
  ];
}

function grid(rows: number, columns: number, face: (row: number, column: number) => Face): Face[] {
  return Array.from({ length: rows * columns }, (_, index) =>
    face(Math.floor(index / columns), index % columns),
  );
}

const FACES: Readonly<Record<ScenePart['shape'], readonly Face[]>> = {
  Block: box,
  Ball: ball(),
  Cylinder: cylinder(),
  Wedge: wedge,
  CornerWedge: cornerWedge,
};
