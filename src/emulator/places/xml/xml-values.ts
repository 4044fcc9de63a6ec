// Values as XML files have them: what each element means, and what each type of value is written as.
import { fontParts } from '../binary/varied-columns.js';
import {
  byte,
  ContentKind,
  counted,
  float32,
  float32s,
  float64,
  int16,
  int32,
  int64,
  readFloat32s,
  readInt32,
  readUint32,
  toBytes,
  uint32,
  type ValueBytes,
  ValueType,
  type ValueTypeNumber,
} from '../value-type.js';
import { uniqueIdFromHex, uniqueIdToHex } from './unique-id.js';
import { leavesOf, textOf } from './xml-scanner.js';
import { escapeText, formatFloat, formatFloats, parseNumber } from './xml-text.js';

interface Element {
  readonly type: ValueTypeNumber;
  read(inner: ValueBytes): ValueBytes;
  write(value: ValueBytes): string;
}

const struct = (names: readonly string[]) => ({
  read: (inner: ValueBytes) => {
    const leaves = leavesOf(inner);
    return float32s(names.map((name) => parseNumber(leaves.get(name))));
  },
  write: (value: ValueBytes) =>
    readFloat32s(value)
      .map((number, index) => leaf(names[index] ?? '', formatFloat(number)))
      .join(''),
});

const leaf = (name: string, text: string) => `<${name}>${text}</${name}>`;
const VECTOR3 = ['X', 'Y', 'Z'] as const;
const ROTATION = ['R00', 'R01', 'R02', 'R10', 'R11', 'R12', 'R20', 'R21', 'R22'] as const;
const cframe = struct([...VECTOR3, ...ROTATION]);
const numbers = (size: number) => ({
  read: (inner: ValueBytes) => {
    const list = (textOf(inner).match(/\S+/g) ?? []).map(parseNumber);
    return float32s(list.slice(0, list.length - (list.length % size)));
  },
  write: (value: ValueBytes) => `${formatFloats(readFloat32s(value))} `,
});
const scalar = (read: (text: string) => ValueBytes, write: (value: ValueBytes) => string) => ({
  read: (inner: ValueBytes) => read(textOf(inner).trim()),
  write,
});
const integer = (text: string) => Math.trunc(parseNumber(text));
const wide = scalar(
  (text) => int64(parseBigInt(text)),
  (value) => String(toBytes(value).readBigInt64LE()),
);
const text = { read: textOf, write: escapeText };
const base64 = scalar(
  (value) => Buffer.from(value, 'base64').toString('latin1'),
  (value) => toBytes(value).toString('base64'),
);
const flags = (name: string) => ({
  read: (inner: ValueBytes) => byte(parseNumber(leavesOf(inner).get(name))),
  write: (value: ValueBytes) => leaf(name, String(value.charCodeAt(0))),
});

const PHYSICS = [
  'Density',
  'Friction',
  'Elasticity',
  'FrictionWeight',
  'ElasticityWeight',
  'AcousticAbsorption',
] as const;
const STYLES = ['Normal', 'Italic'] as const;

/** By the names of elements; those that come first are what a type is written as. */
export const ELEMENTS: Readonly<Record<string, Element>> = {
  string: { type: ValueType.String, ...text },
  ProtectedString: { type: ValueType.String, ...text },
  BinaryString: { type: ValueType.String, ...base64 },
  bool: {
    type: ValueType.Bool,
    ...scalar(
      (value) => byte(value.toLowerCase() === 'true' ? 1 : 0),
      (value) => String(value !== '\0'),
    ),
  },
  int: {
    type: ValueType.Int32,
    ...scalar(
      (value) => int32(integer(value)),
      (value) => String(readInt32(value)),
    ),
  },
  int64: { type: ValueType.Int64, ...wide },
  SecurityCapabilities: { type: ValueType.SecurityCapabilities, ...wide },
  float: {
    type: ValueType.Float32,
    ...scalar(
      (value) => float32(parseNumber(value)),
      (value) => formatFloats(readFloat32s(value)),
    ),
  },
  double: {
    type: ValueType.Float64,
    ...scalar(
      (value) => float64(parseNumber(value)),
      (value) => formatFloat(toBytes(value).readDoubleLE(), true),
    ),
  },
  token: {
    type: ValueType.Enum,
    ...scalar(
      (value) => uint32(integer(value)),
      (value) => String(readUint32(value)),
    ),
  },
  Vector2: { type: ValueType.Vector2, ...struct(['X', 'Y']) },
  Vector3: { type: ValueType.Vector3, ...struct(VECTOR3) },
  CoordinateFrame: { type: ValueType.CFrame, ...cframe },
  OptionalCoordinateFrame: {
    type: ValueType.OptionalCFrame,
    read: (inner) => {
      const parts = [...leavesOf(inner)].map(([path, value]) => leaf(path.replace(/^.*\//, ''), value));
      return parts.length === 0 ? '' : cframe.read(parts.join(''));
    },
    write: (value) => (value === '' ? '' : leaf('CFrame', cframe.write(value))),
  },
  Color3: {
    type: ValueType.Color3,
    read: (inner) => {
      if (inner.includes('<')) return struct(['R', 'G', 'B']).read(inner);
      const packed = integer(inner);
      return float32s([(packed >> 16) & 255, (packed >> 8) & 255, packed & 255].map((part) => part / 255));
    },
    write: struct(['R', 'G', 'B']).write,
  },
  Color3uint8: {
    type: ValueType.Color3uint8,
    ...scalar(
      (value) => {
        const packed = integer(value);
        return byte(packed >> 16) + byte(packed >> 8) + byte(packed);
      },
      (value) => String((value.charCodeAt(0) << 16) | (value.charCodeAt(1) << 8) | value.charCodeAt(2)),
    ),
  },
  UDim: {
    type: ValueType.UDim,
    read: (inner) => udim(leavesOf(inner), 'S', 'O'),
    write: (value) => writeUDim(value, 'S', 'O'),
  },
  UDim2: {
    type: ValueType.UDim2,
    read: (inner) => {
      const leaves = leavesOf(inner);
      return udim(leaves, 'XS', 'XO') + udim(leaves, 'YS', 'YO');
    },
    write: (value) => writeUDim(value.slice(0, 8), 'XS', 'XO') + writeUDim(value.slice(8), 'YS', 'YO'),
  },
  Rect2D: {
    type: ValueType.Rect,
    read: struct(['min/X', 'min/Y', 'max/X', 'max/Y']).read,
    write: (value) =>
      leaf('min', struct(['X', 'Y']).write(value.slice(0, 8))) +
      leaf('max', struct(['X', 'Y']).write(value.slice(8))),
  },
  Ray: {
    type: ValueType.Ray,
    read: struct(['origin', 'direction'].flatMap((part) => VECTOR3.map((axis) => `${part}/${axis}`))).read,
    write: (value) =>
      leaf('origin', struct(VECTOR3).write(value.slice(0, 12))) +
      leaf('direction', struct(VECTOR3).write(value.slice(12))),
  },
  Faces: { type: ValueType.Faces, ...flags('faces') },
  Axes: { type: ValueType.Axes, ...flags('axes') },
  NumberRange: { type: ValueType.NumberRange, ...numbers(2) },
  NumberSequence: { type: ValueType.NumberSequence, ...numbers(3) },
  ColorSequence: { type: ValueType.ColorSequence, ...numbers(5) },
  Vector3int16: {
    type: ValueType.Vector3int16,
    read: (inner) => {
      const leaves = leavesOf(inner);
      return VECTOR3.map((axis) => int16(parseNumber(leaves.get(axis)))).join('');
    },
    write: (value) =>
      VECTOR3.map((axis, index) => leaf(axis, String(toBytes(value).readInt16LE(index * 2)))).join(''),
  },
  PhysicalProperties: {
    type: ValueType.PhysicalProperties,
    read: (inner) => {
      const leaves = leavesOf(inner);
      if (leaves.get('CustomPhysics')?.trim().toLowerCase() !== 'true') return byte(0);
      const given = PHYSICS.filter((name, index) => index < 5 || leaves.has(name));
      return byte(given.length === 6 ? 3 : 1) + float32s(given.map((name) => parseNumber(leaves.get(name))));
    },
    write: (value) =>
      leaf('CustomPhysics', String(value.length > 1)) +
      readFloat32s(value, 1)
        .map((number, index) => leaf(PHYSICS[index] ?? '', formatFloat(number)))
        .join(''),
  },
  Font: { type: ValueType.Font, read: readFont, write: writeFont },
  UniqueId: { type: ValueType.UniqueId, ...scalar(uniqueIdFromHex, uniqueIdToHex) },
};

export interface ContentElement {
  readonly type: ValueTypeNumber;
  readonly value: ValueBytes;
  /** Instead of the value: the referent of an instance. */
  readonly referent?: string;
}

/** Newer files have two elements for addresses, older ones "Content" for both. */
export function readContent(element: string, inner: ValueBytes): ContentElement {
  const leaves = leavesOf(inner);
  const url = leaves.get('url') ?? leaves.get('hash') ?? leaves.get('binary');
  if (element === 'ContentId' || url !== undefined) return { type: ValueType.String, value: url ?? '' };
  const uri = leaves.get('uri');
  if (uri !== undefined) return { type: ValueType.Content, value: byte(ContentKind.Uri) + uri };
  const referent = leaves.get('Ref');
  if (referent !== undefined) return { type: ValueType.Content, value: byte(ContentKind.Object), referent };
  return { type: ValueType.Content, value: byte(ContentKind.None) };
}

/** `referentOf` gives an instance's referent. */
export function writeContent(value: ValueBytes, referentOf: (instance: number) => string): string {
  const kind = value.charCodeAt(0);
  if (kind === ContentKind.Uri) return leaf('uri', escapeText(value.slice(1)));
  if (kind === ContentKind.Object) return leaf('Ref', referentOf(readInt32(value, 1)));
  return '<null></null>';
}

export const writeContentId = (value: ValueBytes): string =>
  value === '' ? '<null></null>' : leaf('url', escapeText(value));

function udim(leaves: ReadonlyMap<string, string>, scale: string, offset: string): ValueBytes {
  return float32(parseNumber(leaves.get(scale))) + int32(Math.trunc(parseNumber(leaves.get(offset))));
}

function writeUDim(value: ValueBytes, scale: string, offset: string): string {
  return leaf(scale, formatFloats(readFloat32s(value, 0, 4))) + leaf(offset, String(readInt32(value, 4)));
}

function readFont(inner: ValueBytes): ValueBytes {
  const leaves = leavesOf(inner);
  const weight = parseNumber(leaves.get('Weight') ?? '400');
  const style = leaves.get('Style')?.trim() === 'Italic' ? 1 : 0;
  return (
    counted(leaves.get('Family/url') ?? '') +
    int16(weight) +
    byte(style) +
    counted(leaves.get('CachedFaceId/url') ?? '')
  );
}

function writeFont(value: ValueBytes): string {
  const { family, weight, style, face } = fontParts(value);
  return (
    leaf('Family', writeContentId(family)) +
    leaf('Weight', String(weight)) +
    leaf('Style', STYLES[style] ?? STYLES[0]) +
    (face === '' ? '' : leaf('CachedFaceId', writeContentId(face)))
  );
}

function parseBigInt(value: string): bigint {
  return /^-?\d+$/.test(value) ? BigInt(value) : BigInt(Math.trunc(parseNumber(value)) || 0);
}
