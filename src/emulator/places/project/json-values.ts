// Values of properties and attributes as people write them in projects and JSON models: plain where the class tells
// the type, or with the name of their type.
import { ownValue } from '../../../support/own-value.js';
import { enumTexts } from '../../engine/reflection-text.js';
import { ATTRIBUTE_ENUM, type Attribute, writeAttributes } from '../attributes.js';
import { defaultsOf, nameInFiles, scriptProperty } from '../class-data.js';
import { contentOf } from '../packed-place.js';
import { BadContent } from '../place-error.js';
import {
  byte,
  counted,
  float32,
  float32s,
  float64,
  fromText,
  int16,
  int32,
  int64,
  uint32,
  type ValueBytes,
  ValueType,
  type ValueTypeNumber,
} from '../value-type.js';
import type { Snapshot, TypedValue } from './snapshot.js';

class Mismatch extends Error {}

type Encode = (value: unknown, enumName: string) => ValueBytes;

const SIDES = ['Right', 'Top', 'Back', 'Left', 'Bottom', 'Front'];
const AXES = ['X', 'Y', 'Z'];
const WEIGHTS: Readonly<Record<string, number>> = {
  Thin: 100,
  ExtraLight: 200,
  Light: 300,
  Regular: 400,
  Medium: 500,
  SemiBold: 600,
  Bold: 700,
  ExtraBold: 800,
  Heavy: 900,
};

function fail(): never {
  throw new Mismatch();
}
const number = (value: unknown): number => (typeof value === 'number' ? value : fail());
const text = (value: unknown): string => (typeof value === 'string' ? value : fail());
const list = (value: unknown, length?: number): unknown[] =>
  Array.isArray(value) && (length === undefined || value.length === length) ? value : fail();
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : fail();
const floats =
  (length: number): Encode =>
  (value) =>
    float32s(list(value, length).flat().map(number));
const udim = (value: unknown): ValueBytes => {
  const [scale, offset] = list(value, 2);
  return float32(number(scale)) + int32(number(offset));
};
const flags =
  (names: readonly string[]): Encode =>
  (value) =>
    byte(list(value).reduce<number>((set, name) => set | (1 << Math.max(0, names.indexOf(text(name)))), 0));
const base64: Encode = (value) => Buffer.from(text(value), 'base64').toString('latin1');

function enumValue(value: unknown, enumName: string): number {
  if (typeof value === 'number') return value;
  const line = (enumTexts()[enumName] ?? '').split('\n').find((each) => each.startsWith(`${text(value)}\t`));
  return line === undefined ? fail() : Number(line.split('\t')[1]);
}

function cframe(value: unknown): ValueBytes {
  if (Array.isArray(value)) return float32s(list(value, 12).map(number));
  const { position, orientation } = record(value);
  return float32s([...list(position, 3), ...list(orientation, 3).flatMap((row) => list(row, 3))].map(number));
}

function font(value: unknown): ValueBytes {
  const { family, weight = 'Regular', style = 'Normal', cachedFaceId = '' } = record(value);
  const weightNumber = typeof weight === 'number' ? weight : (ownValue(WEIGHTS, text(weight)) ?? fail());
  return (
    counted(fromText(text(family))) +
    int16(weightNumber) +
    byte(style === 'Italic' ? 1 : 0) +
    counted(fromText(text(cachedFaceId ?? '')))
  );
}

const keypoints = (value: unknown) => list(record(value).keypoints).map(record);

const ENCODERS: Readonly<Record<number, Encode>> = {
  [ValueType.String]: (value) => fromText(text(value)),
  [ValueType.Bool]: (value) => (typeof value === 'boolean' ? byte(value ? 1 : 0) : fail()),
  [ValueType.Int32]: (value) => int32(number(value)),
  [ValueType.Int64]: (value) => int64(BigInt(typeof value === 'string' ? value : Math.trunc(number(value)))),
  [ValueType.Float32]: (value) => float32(number(value)),
  [ValueType.Float64]: (value) => float64(number(value)),
  [ValueType.UDim]: udim,
  [ValueType.UDim2]: (value) => {
    const parts = list(value).flat();
    return parts.length === 4 ? udim(parts.slice(0, 2)) + udim(parts.slice(2)) : fail();
  },
  [ValueType.Ray]: (value) => {
    const { origin, direction } = record(value);
    return float32s([...list(origin, 3), ...list(direction, 3)].map(number));
  },
  [ValueType.Faces]: flags(SIDES),
  [ValueType.Axes]: flags(AXES),
  [ValueType.BrickColor]: (value) => uint32(number(value)),
  [ValueType.Color3]: floats(3),
  [ValueType.Color3uint8]: (value) =>
    list(value, 3)
      .map((part) => byte(Math.round(Math.min(1, Math.max(0, number(part))) * 255)))
      .join(''),
  [ValueType.Vector2]: floats(2),
  [ValueType.Vector3]: floats(3),
  [ValueType.Vector3int16]: (value) =>
    list(value, 3)
      .map((part) => int16(number(part)))
      .join(''),
  [ValueType.CFrame]: cframe,
  [ValueType.OptionalCFrame]: (value) => (value === null ? '' : cframe(value)),
  [ValueType.Enum]: (value, enumName) => uint32(enumValue(value, enumName)),
  [ValueType.NumberRange]: floats(2),
  [ValueType.Rect]: (value) => float32s(list(value).flat().map(number)),
  [ValueType.NumberSequence]: (value) =>
    keypoints(value)
      .map((point) => float32s([point.time, point.value, point.envelope ?? 0].map(number)))
      .join(''),
  [ValueType.ColorSequence]: (value) =>
    keypoints(value)
      .map(({ time, color }) => float32s([time, ...list(color, 3), 0].map(number)))
      .join(''),
  [ValueType.PhysicalProperties]: (value) => {
    if (value === 'Default') return byte(0);
    const {
      density,
      friction,
      elasticity,
      frictionWeight = 1,
      elasticityWeight = 1,
      acousticAbsorption = 1,
    } = record(value);
    const parts = [density, friction, elasticity, frictionWeight, elasticityWeight, acousticAbsorption];
    return byte(3) + float32s(parts.map(number));
  },
  [ValueType.SharedString]: base64,
  [ValueType.Font]: font,
  [ValueType.Content]: (value) => contentOf(fromText(value === 'None' ? '' : text(record2(value)))),
  [ValueType.SecurityCapabilities]: (value) => int64(BigInt(text(value))),
};

/** Content is its address, or an object that says so. */
const record2 = (value: unknown): unknown => (typeof value === 'string' ? value : record(value).Uri);

/** The names that types have where they are written out, if they are not those of the format. */
const TYPE_NAMES: Readonly<Record<string, ValueTypeNumber>> = {
  ...ValueType,
  ContentId: ValueType.String,
  Int: ValueType.Int32,
  Float: ValueType.Float32,
  Double: ValueType.Float64,
};

export function setProperties(
  snapshot: Snapshot,
  properties: Readonly<Record<string, unknown>>,
  attributes: unknown,
): void {
  for (const [property, json] of Object.entries(properties)) {
    const { name, value } = propertyValue(snapshot.className, property, json);
    snapshot.properties.set(name, value);
  }
  if (attributes !== undefined) snapshot.properties.set('AttributesSerialize', attributesValue(attributes));
}

/** `name` is the property's name for scripts. */
export function propertyValue(
  className: string,
  name: string,
  json: unknown,
): { name: string; value: TypedValue } {
  const where = `${className}.${name}`;
  if (name === 'Tags' || name === 'Attributes') {
    const value = name === 'Tags' ? tagsValue(unwrapped(json, name)) : attributesValue(unwrapped(json, name));
    return { name: name === 'Tags' ? 'Tags' : 'AttributesSerialize', value };
  }
  const property = scriptProperty(className, name);
  const fileName = nameInFiles(className, name);
  const known = defaultsOf(className).get(fileName)?.type ?? typeOf(property?.type);
  const explicit = explicitType(json);
  const type = known ?? explicit?.type;
  if (type === undefined) {
    throw new BadContent(`${where} is no property that is known here`);
  }
  const enumName = property?.type.startsWith('Enum.') ? property.type.slice('Enum.'.length) : '';
  const isColor = explicit?.name === 'Color3uint8' && type === ValueType.Color3uint8;
  try {
    if (isColor)
      return {
        name: fileName,
        value: {
          type,
          value: list(explicit.value, 3)
            .map((part) => byte(number(part)))
            .join(''),
        },
      };
    const encode = explicit && BINARY_NAMES.has(explicit.name) ? base64 : ENCODERS[type];
    if (!encode) throw new Mismatch();
    return { name: fileName, value: { type, value: encode(explicit ? explicit.value : json, enumName) } };
  } catch (error) {
    if (!(error instanceof Mismatch) && !(error instanceof SyntaxError)) throw error;
    throw new BadContent(
      `${where} cannot be ${JSON.stringify(json)}; it is of type ${property?.type ?? 'unknown'}`,
    );
  }
}

const BINARY_NAMES = new Set(['BinaryString']);

/** `{"Vector3": [1, 2, 3]}`, or in older files `{"Type": "Vector3", "Value": [1, 2, 3]}`. */
function explicitType(json: unknown): { name: string; type: ValueTypeNumber; value: unknown } | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const entries = Object.entries(json);
  const { Type, Value } = json as { Type?: unknown; Value?: unknown };
  const [name, value] = typeof Type === 'string' ? [Type, Value] : (entries[0] ?? ['', undefined]);
  const type = name === 'BinaryString' ? ValueType.String : ownValue(TYPE_NAMES, name);
  return type === undefined || (entries.length !== 1 && typeof Type !== 'string')
    ? undefined
    : { name, type, value };
}

const unwrapped = (json: unknown, name: string): unknown =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && Object.keys(json).join() === name
    ? (json as Record<string, unknown>)[name]
    : json;

function typeOf(scriptType: string | undefined): ValueTypeNumber | undefined {
  if (scriptType === undefined) return undefined;
  if (scriptType.startsWith('Enum.')) return ValueType.Enum;
  const names: Readonly<Record<string, ValueTypeNumber>> = {
    ...ValueType,
    string: ValueType.String,
    bool: ValueType.Bool,
    int: ValueType.Int32,
    int64: ValueType.Int64,
    float: ValueType.Float32,
    double: ValueType.Float64,
  };
  return names[scriptType.replace('?', '')];
}

function tagsValue(json: unknown): TypedValue {
  if (!Array.isArray(json)) throw new BadContent('Tags must be a list of texts');
  return { type: ValueType.String, value: fromText(json.map(String).join('\0')) };
}

export function attributesValue(json: unknown): TypedValue {
  if (typeof json !== 'object' || json === null) throw new BadContent('attributes must be an object');
  const values = new Map(Object.entries(json).map(([name, value]) => [name, attributeValue(name, value)]));
  return { type: ValueType.String, value: writeAttributes({ values }) };
}

function attributeValue(name: string, json: unknown): Attribute {
  if (typeof json === 'boolean') return { type: ValueType.Bool, value: byte(json ? 1 : 0) };
  if (typeof json === 'number') return { type: ValueType.Float64, value: float64(json) };
  if (typeof json === 'string') return { type: ValueType.String, value: fromText(json) };
  const explicit = explicitType(json);
  try {
    if (explicit?.name === 'EnumItem' || Object.keys(json ?? {}).join() === 'EnumItem') {
      const { type, value } = record(record(json).EnumItem);
      return { type: ATTRIBUTE_ENUM, value: counted(fromText(text(type))) + uint32(number(value)) };
    }
    const encode = explicit && ENCODERS[explicit.type];
    if (explicit && encode) return { type: explicit.type, value: encode(explicit.value, '') };
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
  }
  throw new BadContent(`the attribute "${name}" cannot be ${JSON.stringify(json)}`);
}
