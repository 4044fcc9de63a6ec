// Columns of values that all have the same size. In a file their components stand in rows of their own, the bytes of
// each row interleaved and transformed so that they compress well; here a value's components stand together.
import { BadContent } from '../place-error.js';
import { type ValueBytes, ValueType, type ValueTypeNumber } from '../value-type.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

/** f: float · i: integer · u: unsigned · l: 64-bit integer · b: byte · x: 16 bytes; with their place in the value. */
type Row = readonly ['f' | 'i' | 'u' | 'l' | 'b' | 'x', number];

const ROWS: Readonly<Record<number, readonly Row[]>> = {
  [ValueType.Bool]: [['b', 0]],
  [ValueType.Int32]: [['i', 0]],
  [ValueType.Float32]: [['f', 0]],
  [ValueType.UDim]: rows('fi'),
  [ValueType.UDim2]: [
    ['f', 0],
    ['f', 8],
    ['i', 4],
    ['i', 12],
  ],
  [ValueType.BrickColor]: rows('u'),
  [ValueType.Color3]: rows('fff'),
  [ValueType.Vector2]: rows('ff'),
  [ValueType.Vector3]: rows('fff'),
  [ValueType.Enum]: rows('u'),
  [ValueType.Rect]: rows('ffff'),
  [ValueType.Color3uint8]: [
    ['b', 0],
    ['b', 1],
    ['b', 2],
  ],
  [ValueType.Int64]: [['l', 0]],
  [ValueType.SecurityCapabilities]: [['l', 0]],
  [ValueType.UniqueId]: [['x', 0]],
};

/** One value after the other, as they are. */
const PLAIN: Readonly<Record<number, number>> = {
  [ValueType.Float64]: 8,
  [ValueType.Ray]: 24,
  [ValueType.Faces]: 1,
  [ValueType.Axes]: 1,
  [ValueType.Vector3int16]: 6,
  [ValueType.NumberRange]: 8,
};

const SIZES = { f: 4, i: 4, u: 4, l: 8, b: 1, x: 16 } as const;

function rows(kinds: string): readonly Row[] {
  return [...kinds].map((kind, index) => [kind as 'f' | 'i' | 'u', index * 4]);
}

/** How long a value of the type is; undefined where that differs. */
export function fixedSize(type: ValueTypeNumber): number | undefined {
  const plain = PLAIN[type];
  if (plain !== undefined) return plain;
  return ROWS[type]?.reduce((size, [kind]) => size + SIZES[kind], 0);
}

export function readFixed(reader: ByteReader, type: ValueTypeNumber, count: number): ValueBytes[] {
  const size = fixedSize(type) ?? 0;
  const kinds = ROWS[type];
  if (!kinds) return sliceEach(reader.take(count * size), size, count);
  const bytes = Buffer.allocUnsafe(count * size);
  for (const [kind, offset] of kinds) readRow(reader, kind, bytes, offset, size, count);
  return sliceEach(bytes, size, count);
}

export function writeFixed(writer: ByteWriter, type: ValueTypeNumber, values: readonly ValueBytes[]): void {
  const size = fixedSize(type) ?? 0;
  const bytes = Buffer.allocUnsafe(values.length * size);
  values.forEach((value, index) => {
    if (value.length !== size) throw new BadContent('a value has the wrong size');
    bytes.write(value, index * size, 'latin1');
  });
  const kinds = ROWS[type];
  if (!kinds) writer.bytes(bytes);
  else for (const [kind, offset] of kinds) writeRow(writer, kind, bytes, offset, size, values.length);
}

/** Most values of most columns are the same: they share one string. */
export function sliceEach(bytes: Buffer, size: number, count: number): ValueBytes[] {
  const values: ValueBytes[] = new Array(count);
  const known = new Map<ValueBytes, ValueBytes>();
  let last: ValueBytes | undefined;
  let lastAt = 0;
  for (let index = 0; index < count; index++) {
    const at = index * size;
    if (last === undefined || !equalAt(bytes, lastAt, at, size)) {
      const value = bytes.toString('latin1', at, at + size);
      last = known.get(value);
      if (last === undefined) {
        last = value;
        if (known.size < 4096) known.set(value, value);
      }
    }
    lastAt = at;
    values[index] = last;
  }
  return values;
}

function equalAt(bytes: Buffer, a: number, b: number, size: number): boolean {
  for (let index = 0; index < size; index++) if (bytes[a + index] !== bytes[b + index]) return false;
  return true;
}

function readRow(
  reader: ByteReader,
  kind: Row[0],
  bytes: Buffer,
  offset: number,
  size: number,
  count: number,
): void {
  if (kind === 'b') {
    const row = reader.take(count);
    for (let index = 0; index < count; index++) bytes[index * size + offset] = row[index] ?? 0;
  } else if (kind === 'x') {
    const row = reader.take(count * 16);
    for (let part = 0; part < 16; part++) {
      for (let index = 0; index < count; index++)
        bytes[index * size + offset + part] = row[part * count + index] ?? 0;
    }
  } else if (kind === 'l') {
    const row = reader.take(count * 8);
    const word = Buffer.alloc(8);
    for (let index = 0; index < count; index++) {
      for (let part = 0; part < 8; part++) word[part] = row[part * count + index] ?? 0;
      const value = word.readBigUInt64BE();
      bytes.writeBigInt64LE(BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n)), index * size + offset);
    }
  } else {
    const words = reader.interleaved32(count);
    for (let index = 0; index < count; index++) {
      const word = words[index] ?? 0;
      const value =
        kind === 'u' ? word : kind === 'i' ? (word >>> 1) ^ -(word & 1) : (word >>> 1) | (word << 31);
      bytes.writeUInt32LE(value >>> 0, index * size + offset);
    }
  }
}

function writeRow(
  writer: ByteWriter,
  kind: Row[0],
  bytes: Buffer,
  offset: number,
  size: number,
  count: number,
): void {
  if (kind === 'b' || kind === 'x' || kind === 'l') {
    const width = SIZES[kind];
    const row = Buffer.alloc(count * width);
    for (let index = 0; index < count; index++) {
      const at = index * size + offset;
      const value = kind === 'l' ? zigzag64(bytes, at) : bytes.subarray(at, at + width);
      for (let part = 0; part < width; part++) row[part * count + index] = value[part] ?? 0;
    }
    writer.bytes(row);
    return;
  }
  const words = new Uint32Array(count);
  for (let index = 0; index < count; index++) {
    const value = bytes.readUInt32LE(index * size + offset);
    words[index] =
      kind === 'u' ? value : kind === 'i' ? (value << 1) ^ (value >> 31) : (value << 1) | (value >>> 31);
  }
  writer.interleaved32(words);
}

function zigzag64(bytes: Buffer, at: number): Buffer {
  const value = bytes.readBigInt64LE(at);
  const word = Buffer.alloc(8);
  word.writeBigUInt64BE(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
  return word;
}
