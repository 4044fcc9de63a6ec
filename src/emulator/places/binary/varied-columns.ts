// Columns of values that differ in size: texts, sequences, fonts, physical properties, content.
import { BadContent } from '../place-error.js';
import { byte, ContentKind, int32, readInt32, readUint32, uint32, type ValueBytes } from '../value-type.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

const KEYPOINT_SIZES = { number: 12, color: 20 } as const;
const BASIC_PHYSICS_SIZE = 20;
const FULL_PHYSICS_SIZE = 24;
const HAS_VALUES = 1;
const HAS_ABSORPTION = 2;

export function readStrings(reader: ByteReader, count: number): ValueBytes[] {
  const known = new Map<ValueBytes, ValueBytes>();
  return Array.from({ length: count }, () => {
    const value = reader.string();
    const same = known.get(value);
    if (same !== undefined) return same;
    if (value.length < 64) known.set(value, value);
    return value;
  });
}

export function writeStrings(writer: ByteWriter, values: readonly ValueBytes[]): void {
  for (const value of values) writer.string(value);
}

export function readSequences(
  reader: ByteReader,
  count: number,
  kind: keyof typeof KEYPOINT_SIZES,
): ValueBytes[] {
  const size = KEYPOINT_SIZES[kind];
  return Array.from({ length: count }, () => reader.take(reader.count(size) * size).toString('latin1'));
}

export function writeSequences(
  writer: ByteWriter,
  values: readonly ValueBytes[],
  kind: keyof typeof KEYPOINT_SIZES,
): void {
  for (const value of values) writer.uint32(value.length / KEYPOINT_SIZES[kind]).raw(value);
}

/** Family, weight, style, cached face: as they stand in files. */
export function readFonts(reader: ByteReader, count: number): ValueBytes[] {
  return Array.from({ length: count }, () => {
    const family = reader.string();
    const middle = reader.take(3).toString('latin1');
    const face = reader.string();
    return uint32(family.length) + family + middle + uint32(face.length) + face;
  });
}

/** A flag byte, then six numbers where the flag says so; five in older files. */
export function readPhysics(reader: ByteReader, count: number): ValueBytes[] {
  return Array.from({ length: count }, () => {
    const flag = reader.uint8();
    if ((flag & HAS_VALUES) === 0) return byte(0);
    const size = (flag & HAS_ABSORPTION) === 0 ? BASIC_PHYSICS_SIZE : FULL_PHYSICS_SIZE;
    return byte(flag) + reader.take(size).toString('latin1');
  });
}

/** `instanceOf` makes an instance's number of a file's referent. */
export function readContents(
  reader: ByteReader,
  count: number,
  instanceOf: (referent: number) => number,
): ValueBytes[] {
  const kinds = reader.integers(count);
  const uris = readStrings(reader, reader.count(4));
  const objects = reader.referents(reader.count(4));
  reader.referents(reader.count(4));
  let nextUri = 0;
  let nextObject = 0;
  return Array.from(kinds, (kind) => {
    if (kind === ContentKind.None) return byte(ContentKind.None);
    if (kind === ContentKind.Uri) return byte(ContentKind.Uri) + (uris[nextUri++] ?? '');
    if (kind !== ContentKind.Object) throw new BadContent(`content in it is of the unknown kind ${kind}`);
    return byte(ContentKind.Object) + int32(instanceOf(objects[nextObject++] ?? -1));
  });
}

export function writeContents(
  writer: ByteWriter,
  values: readonly ValueBytes[],
  referentOf: (instance: number) => number,
): void {
  const kinds = values.map((value) => value.charCodeAt(0) || 0);
  const uris = values.filter((_, index) => kinds[index] === ContentKind.Uri);
  const objects = values.filter((_, index) => kinds[index] === ContentKind.Object);
  writer.integers(kinds).uint32(uris.length);
  for (const value of uris) writer.string(value.slice(1));
  writer.uint32(objects.length).referents(objects.map((value) => referentOf(readInt32(value, 1))));
  writer.uint32(0);
}

/** Each value is the number of a shared text. */
export function readShared(reader: ByteReader, count: number, shared: readonly ValueBytes[]): ValueBytes[] {
  return Array.from(reader.interleaved32(count), (index) => {
    const value = shared[index];
    if (value === undefined) throw new BadContent('a value of it is in a list that is not there');
    return value;
  });
}

/** The shared texts of a file that is written, each once. */
export class SharedTexts {
  readonly all: ValueBytes[] = [];
  private readonly numbers = new Map<ValueBytes, number>();

  numberOf(value: ValueBytes): number {
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    const number = this.all.push(value) - 1;
    this.numbers.set(value, number);
    return number;
  }
}

/** The parts of a font. */
export function fontParts(value: ValueBytes): {
  family: ValueBytes;
  weight: number;
  style: number;
  face: ValueBytes;
} {
  const familyEnd = 4 + readUint32(value);
  return {
    family: value.slice(4, familyEnd),
    weight: value.charCodeAt(familyEnd) | (value.charCodeAt(familyEnd + 1) << 8),
    style: value.charCodeAt(familyEnd + 2),
    face: value.slice(familyEnd + 7),
  };
}
