// A column of values of any type, from and to the bytes of a PROP chunk.
import type { Column } from '../place.js';
import { BadContent } from '../place-error.js';
import {
  byte,
  float32s,
  int32,
  readInt32,
  type ValueBytes,
  ValueType,
  type ValueTypeNumber,
  XML_FOREIGN,
} from '../value-type.js';
import type { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import {
  IDENTITY_CFRAME,
  readCFrames,
  readOptionalCFrames,
  writeCFrames,
  writeOptionalCFrames,
} from './cframe-columns.js';
import { fixedSize, readFixed, writeFixed } from './fixed-columns.js';
import {
  readContents,
  readFonts,
  readPhysics,
  readSequences,
  readShared,
  readStrings,
  type SharedTexts,
  writeContents,
  writeSequences,
  writeStrings,
} from './varied-columns.js';

export interface ReadSurroundings {
  readonly shared: readonly ValueBytes[];
  instanceOf(referent: number): number;
}

export interface WriteSurroundings {
  readonly shared: SharedTexts;
  referentOf(instance: number): number;
}

/** undefined: the type is not known here. */
export function readColumn(
  reader: ByteReader,
  type: ValueTypeNumber,
  count: number,
  { shared, instanceOf }: ReadSurroundings,
): ValueBytes[] | undefined {
  if (fixedSize(type) !== undefined) return readFixed(reader, type, count);
  switch (type) {
    case ValueType.String:
    case ValueType.Bytecode:
      return readStrings(reader, count);
    case ValueType.CFrame:
      return readCFrames(reader, count);
    case ValueType.OptionalCFrame:
      return readOptionalCFrames(reader, count);
    case ValueType.Referent:
      return Array.from(reader.referents(count), (referent) => int32(instanceOf(referent)));
    case ValueType.NumberSequence:
      return readSequences(reader, count, 'number');
    case ValueType.ColorSequence:
      return readSequences(reader, count, 'color');
    case ValueType.PhysicalProperties:
      return readPhysics(reader, count);
    case ValueType.SharedString:
      return readShared(reader, count, shared);
    case ValueType.Font:
      return readFonts(reader, count);
    case ValueType.Content:
      return readContents(reader, count, instanceOf);
    default:
      return undefined;
  }
}

export function writeColumn(column: Column, count: number, around: WriteSurroundings): Buffer {
  const { name, type, values, raw, element } = column;
  if (type === XML_FOREIGN) {
    throw new BadContent(`its property ${name} is of the type "${element}", which only XML files can hold`);
  }
  const writer = new ByteWriter();
  if (raw) return writer.bytes(raw).finish();
  const all = Array.from({ length: count }, (_, index) => values[index] ?? emptyValue(type));
  writeValues(writer, type, all, around);
  return writer.finish();
}

function writeValues(
  writer: ByteWriter,
  type: ValueTypeNumber,
  values: readonly ValueBytes[],
  { shared, referentOf }: WriteSurroundings,
): void {
  switch (type) {
    case ValueType.CFrame:
      writeCFrames(writer, values);
      break;
    case ValueType.OptionalCFrame:
      writeOptionalCFrames(writer, values);
      break;
    case ValueType.Referent:
      writer.referents(values.map((value) => referentOf(readInt32(value))));
      break;
    case ValueType.NumberSequence:
      writeSequences(writer, values, 'number');
      break;
    case ValueType.ColorSequence:
      writeSequences(writer, values, 'color');
      break;
    case ValueType.SharedString:
      writer.interleaved32(Uint32Array.from(values, (value) => shared.numberOf(value)));
      break;
    case ValueType.PhysicalProperties:
    case ValueType.Font:
      for (const value of values) writer.raw(value);
      break;
    case ValueType.Content:
      writeContents(writer, values, referentOf);
      break;
    default:
      if (fixedSize(type) === undefined) writeStrings(writer, values);
      else writeFixed(writer, type, values);
  }
}

/** For an instance that lacks a property which others of its class have, where no default is known. */
export function emptyValue(type: ValueTypeNumber): ValueBytes {
  const size = fixedSize(type);
  if (size !== undefined) return '\0'.repeat(size);
  switch (type) {
    case ValueType.CFrame:
      return IDENTITY_CFRAME;
    case ValueType.Referent:
      return int32(-1);
    case ValueType.NumberSequence:
      return float32s([0, 0, 0, 1, 0, 0]);
    case ValueType.ColorSequence:
      return float32s([0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
    case ValueType.PhysicalProperties:
    case ValueType.Content:
      return byte(0);
    case ValueType.Font:
      return '\0'.repeat(11);
    default:
      return '';
  }
}
