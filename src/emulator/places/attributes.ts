// Attributes as files have them: all of an instance's in one text of bytes.
import { CFRAME_SIZE, rotationNumber, rotationOf } from './binary/cframe-columns.js';
import {
  byte,
  counted,
  readUint32,
  uint32,
  type ValueBytes,
  ValueType,
  type ValueTypeNumber,
} from './value-type.js';

export interface Attribute {
  readonly type: ValueTypeNumber;
  readonly value: ValueBytes;
}

export interface Attributes {
  readonly values: Map<string, Attribute>;
  /** Attributes of a type that is not known here end what can be read: how many follow, and their bytes. */
  readonly rest?: { readonly count: number; readonly bytes: ValueBytes };
}

/** Only attributes have it: the name of the enum, counted, then the value. */
export const ATTRIBUTE_ENUM = 0xf1;

/** Their numbers in attributes differ from those of properties. */
const TYPES: readonly (readonly [number, ValueTypeNumber, size?: number])[] = [
  [0x02, ValueType.String],
  [0x03, ValueType.Bool, 1],
  [0x04, ValueType.Int32, 4],
  [0x05, ValueType.Float32, 4],
  [0x06, ValueType.Float64, 8],
  [0x09, ValueType.UDim, 8],
  [0x0a, ValueType.UDim2, 16],
  [0x0e, ValueType.BrickColor, 4],
  [0x0f, ValueType.Color3, 12],
  [0x10, ValueType.Vector2, 8],
  [0x11, ValueType.Vector3, 12],
  [0x14, ValueType.CFrame],
  [0x15, ATTRIBUTE_ENUM],
  [0x17, ValueType.NumberSequence],
  [0x19, ValueType.ColorSequence],
  [0x1b, ValueType.NumberRange, 8],
  [0x1c, ValueType.Rect, 16],
  [0x21, ValueType.Font],
];
const BY_NUMBER = new Map(TYPES.map(([number, type, size]) => [number, { type, size }]));
const NUMBERS = new Map(TYPES.map(([number, type]) => [type, number]));

const POSITION_SIZE = 12;
const ROTATION_SIZE = 36;
/** In attributes the envelope of a keypoint comes first, in properties last. */
const ENVELOPE_SIZE = 4;

class TooShort extends Error {}

export function readAttributes(blob: ValueBytes): Attributes {
  const values = new Map<string, Attribute>();
  if (blob.length < 4) return { values };
  const count = readUint32(blob);
  let at = 4;
  const take = (size: number): ValueBytes => {
    if (at + size > blob.length) throw new TooShort();
    at += size;
    return blob.slice(at - size, at);
  };
  const text = () => take(readUint32(take(4)));
  let start = at;
  let done = 0;
  try {
    for (; done < count; done++) {
      start = at;
      const name = Buffer.from(text(), 'latin1').toString('utf8');
      const kind = BY_NUMBER.get(take(1).charCodeAt(0));
      if (!kind) break;
      values.set(name, { type: kind.type, value: readValue(kind.type, kind.size, take, text) });
      start = at;
    }
  } catch (error) {
    if (!(error instanceof TooShort)) throw error;
  }
  return start < blob.length || done < count
    ? { values, rest: { count: count - done, bytes: blob.slice(start) } }
    : { values };
}

function readValue(
  type: ValueTypeNumber,
  size: number | undefined,
  take: (size: number) => ValueBytes,
  text: () => ValueBytes,
): ValueBytes {
  if (size !== undefined) return take(size);
  switch (type) {
    case ValueType.CFrame: {
      const position = take(POSITION_SIZE);
      const number = take(1).charCodeAt(0);
      return position + (number === 0 ? take(ROTATION_SIZE) : rotationOf(number));
    }
    case ATTRIBUTE_ENUM:
      return counted(text()) + take(4);
    case ValueType.NumberSequence:
    case ValueType.ColorSequence: {
      const keypoints = readUint32(take(4));
      const rest = type === ValueType.NumberSequence ? 8 : 16;
      let value = '';
      for (let index = 0; index < keypoints; index++) {
        const envelope = take(ENVELOPE_SIZE);
        value += take(rest) + envelope;
      }
      return value;
    }
    case ValueType.Font: {
      const start = take(3);
      const family = text();
      return counted(family) + start + counted(text());
    }
    default:
      return text();
  }
}

export function writeAttributes({ values, rest }: Attributes): ValueBytes {
  let bytes = '';
  for (const [name, { type, value }] of values) {
    bytes +=
      counted(Buffer.from(name).toString('latin1')) + byte(NUMBERS.get(type) ?? 0) + writeValue(type, value);
  }
  return uint32(values.size + (rest?.count ?? 0)) + bytes + (rest?.bytes ?? '');
}

function writeValue(type: ValueTypeNumber, value: ValueBytes): ValueBytes {
  switch (type) {
    case ValueType.String:
      return counted(value);
    case ValueType.CFrame: {
      const rotation = value.slice(POSITION_SIZE, CFRAME_SIZE);
      const number = rotationNumber(rotation);
      return value.slice(0, POSITION_SIZE) + (number === undefined ? byte(0) + rotation : byte(number));
    }
    case ValueType.NumberSequence:
    case ValueType.ColorSequence: {
      const size = type === ValueType.NumberSequence ? 12 : 20;
      let bytes = uint32(value.length / size);
      for (let at = 0; at < value.length; at += size) {
        bytes +=
          value.slice(at + size - ENVELOPE_SIZE, at + size) + value.slice(at, at + size - ENVELOPE_SIZE);
      }
      return bytes;
    }
    case ValueType.Font: {
      const familyEnd = 4 + readUint32(value);
      return value.slice(familyEnd, familyEnd + 3) + value.slice(0, familyEnd) + value.slice(familyEnd + 3);
    }
    default:
      return value;
  }
}
