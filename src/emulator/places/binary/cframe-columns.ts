// Columns of CFrames. A rotation by quarter turns is one byte in a file, any other one nine numbers; positions stand in
// rows of their own behind all rotations. Here a CFrame is its position and then its rotation, row by row.
import { BadContent } from '../place-error.js';
import { float32s, type ValueBytes, ValueType } from '../value-type.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { readFixed, writeFixed } from './fixed-columns.js';

const POSITION_SIZE = 12;
export const CFRAME_SIZE = 48;

type Axis = readonly [number, number, number];
const AXES: readonly Axis[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [-1, 0, 0],
  [0, -1, 0],
  [0, 0, -1],
];

/** The number of a rotation by quarter turns is that of where X and Y point to. */
const ROTATIONS = new Map<number, ValueBytes>();
const ROTATION_NUMBERS = new Map<ValueBytes, number>();
AXES.forEach((x, xIndex) => {
  AXES.forEach((y, yIndex) => {
    if (xIndex % 3 === yIndex % 3) return;
    const z = [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]];
    const rotation = float32s(
      [0, 1, 2].flatMap((row) => [x[row] ?? 0, y[row] ?? 0, z[row] ?? 0].map((part) => part + 0)),
    );
    const number = xIndex * 6 + yIndex + 1;
    ROTATIONS.set(number, rotation);
    ROTATION_NUMBERS.set(rotation, number);
  });
});

export const IDENTITY_CFRAME: ValueBytes = float32s([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);

export function rotationNumber(rotation: ValueBytes): number | undefined {
  return ROTATION_NUMBERS.get(rotation);
}

export function rotationOf(number: number): ValueBytes {
  const rotation = ROTATIONS.get(number);
  if (rotation === undefined) throw new BadContent(`a CFrame in it has the unknown rotation ${number}`);
  return rotation;
}

export function readCFrames(reader: ByteReader, count: number): ValueBytes[] {
  const rotations: ValueBytes[] = [];
  for (let index = 0; index < count; index++) {
    const number = reader.uint8();
    rotations.push(number === 0 ? reader.take(36).toString('latin1') : rotationOf(number));
  }
  const positions = readFixed(reader, ValueType.Vector3, count);
  return rotations.map((rotation, index) => flat((positions[index] ?? '') + rotation));
}

export function writeCFrames(writer: ByteWriter, values: readonly ValueBytes[]): void {
  for (const value of values) {
    if (value.length !== CFRAME_SIZE) throw new BadContent('a CFrame has the wrong size');
    const rotation = value.slice(POSITION_SIZE);
    const number = rotationNumber(rotation);
    if (number === undefined) writer.uint8(0).raw(rotation);
    else writer.uint8(number);
  }
  const positions = values.map((value) => value.slice(0, POSITION_SIZE));
  writeFixed(writer, ValueType.Vector3, positions);
}

/** A CFrame or nothing: the CFrames of all, then whether each is one. */
export function readOptionalCFrames(reader: ByteReader, count: number): ValueBytes[] {
  if (reader.uint8() !== ValueType.CFrame)
    throw new BadContent('an optional CFrame in it is of another type');
  const values = readCFrames(reader, count);
  if (reader.uint8() !== ValueType.Bool) throw new BadContent('an optional CFrame in it is of another type');
  const present = reader.take(count);
  return values.map((value, index) => (present[index] ? value : ''));
}

export function writeOptionalCFrames(writer: ByteWriter, values: readonly ValueBytes[]): void {
  writer.uint8(ValueType.CFrame);
  writeCFrames(
    writer,
    values.map((value) => value || IDENTITY_CFRAME),
  );
  writer.uint8(ValueType.Bool).bytes(Buffer.from(values.map((value) => (value === '' ? 0 : 1))));
}

/** Joined strings are trees in V8 until they are read; as many as a place has would take twice the memory. */
function flat(value: ValueBytes): ValueBytes {
  return Buffer.from(value, 'latin1').toString('latin1');
}
