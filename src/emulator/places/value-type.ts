// The types that a property can have in a place, by their numbers in Roblox's binary format. In memory a value is its
// bytes in one plain form (little endian, nothing interleaved) as a string of char codes 0 to 255: equal values are
// equal strings, whatever file they came from, and the emulator's VM reads those very bytes.

export const ValueType = {
  String: 0x01,
  Bool: 0x02,
  Int32: 0x03,
  Float32: 0x04,
  Float64: 0x05,
  UDim: 0x06,
  UDim2: 0x07,
  Ray: 0x08,
  Faces: 0x09,
  Axes: 0x0a,
  BrickColor: 0x0b,
  Color3: 0x0c,
  Vector2: 0x0d,
  Vector3: 0x0e,
  CFrame: 0x10,
  Enum: 0x12,
  Referent: 0x13,
  Vector3int16: 0x14,
  NumberSequence: 0x15,
  ColorSequence: 0x16,
  NumberRange: 0x17,
  Rect: 0x18,
  PhysicalProperties: 0x19,
  Color3uint8: 0x1a,
  Int64: 0x1b,
  SharedString: 0x1c,
  Bytecode: 0x1d,
  OptionalCFrame: 0x1e,
  UniqueId: 0x1f,
  Font: 0x20,
  SecurityCapabilities: 0x21,
  Content: 0x22,
} as const;

export type ValueTypeNumber = number;

/** Of an element that only an XML file has, and nobody here knows: the value is what is in it. */
export const XML_FOREIGN: ValueTypeNumber = 0x100;

/** The bytes of a value, each as a character. */
export type ValueBytes = string;

export const toBytes = (value: ValueBytes): Buffer => Buffer.from(value, 'latin1');
export const fromBytes = (bytes: Uint8Array): ValueBytes =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
/** Of text, which is UTF-8 in places. */
export const fromText = (text: string): ValueBytes => Buffer.from(text).toString('latin1');
export const toText = (value: ValueBytes): string => toBytes(value).toString('utf8');

const scratch = Buffer.alloc(8);

export function float32(value: number): ValueBytes {
  scratch.writeFloatLE(value);
  return scratch.toString('latin1', 0, 4);
}

export const float32s = (values: readonly number[]): ValueBytes => values.map(float32).join('');

export function float64(value: number): ValueBytes {
  scratch.writeDoubleLE(value);
  return scratch.toString('latin1', 0, 8);
}

export function int32(value: number): ValueBytes {
  scratch.writeInt32LE(value | 0);
  return scratch.toString('latin1', 0, 4);
}

export function uint32(value: number): ValueBytes {
  scratch.writeUInt32LE(value >>> 0);
  return scratch.toString('latin1', 0, 4);
}

export function int64(value: bigint): ValueBytes {
  scratch.writeBigInt64LE(BigInt.asIntN(64, value));
  return scratch.toString('latin1', 0, 8);
}

export function int16(value: number): ValueBytes {
  scratch.writeInt16LE(value);
  return scratch.toString('latin1', 0, 2);
}

export const byte = (value: number): ValueBytes => String.fromCharCode(value & 255);

/** With its length before it, as in files. */
export const counted = (value: ValueBytes): ValueBytes => uint32(value.length) + value;

export const readUint32 = (value: ValueBytes, at = 0): number =>
  (value.charCodeAt(at) |
    (value.charCodeAt(at + 1) << 8) |
    (value.charCodeAt(at + 2) << 16) |
    (value.charCodeAt(at + 3) << 24)) >>>
  0;
export const readInt32 = (value: ValueBytes, at = 0): number => readUint32(value, at) | 0;

export function readFloat32s(value: ValueBytes, start = 0, end = value.length): number[] {
  const bytes = toBytes(value.slice(start, end));
  return Array.from({ length: bytes.length >> 2 }, (_, index) => bytes.readFloatLE(index * 4));
}

/** A value of Content: where it comes from, then its address, or the number of the instance it is. */
export const ContentKind = { None: 0, Uri: 1, Object: 2 } as const;
