// How the types and defaults of Roblox's properties are written in the emulator's reflection data. Its reader is
// src/emulator/engine/prelude/core/propertyTypes.luau.

export type PropertyType = { readonly Enum: string } | { readonly Value: string };

/** The reflection data's names, where Luau's differ; "?" allows nil. */
const LUAU_NAMES: Readonly<Record<string, string>> = {
  Bool: 'bool',
  Int32: 'int',
  Int64: 'int64',
  Float32: 'float',
  Float64: 'double',
  String: 'string',
  ContentId: 'string',
  BinaryString: 'string',
  SharedString: 'string',
  NetAssetRef: 'string',
  Ref: 'Instance',
  Color3uint8: 'Color3',
  OptionalCFrame: 'CFrame?',
  PhysicalProperties: 'PhysicalProperties?',
};

const FONT_WEIGHTS: Readonly<Record<string, number>> = {
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

export function typeName(type: PropertyType): string {
  return 'Enum' in type ? `Enum.${type.Enum}` : (LUAU_NAMES[type.Value] ?? type.Value);
}

type Vector = readonly number[];

/** Numbers are separated by spaces; undefined where no script can see the value. */
export function defaultText(variant: Readonly<Record<string, unknown>>): string | undefined {
  const [[type, value] = ['', undefined]] = Object.entries(variant);
  return WRITERS[type]?.(value as never);
}

const numbers = (values: Vector) => values.map(number).join(' ');
/** The data is JSON, which has null where a default is infinite; none of them is negative. */
const number = (value: number | null) => (value === null ? 'inf' : String(value));
const text = (value: string) =>
  value.replace(/[\\\n\t\r]/g, (found) => `\\${{ '\n': 'n', '\t': 't', '\r': 'r' }[found] ?? found}`);

const WRITERS: Readonly<Record<string, (value: never) => string | undefined>> = {
  Bool: (value: boolean) => String(value),
  Int32: (value: number) => number(value),
  Int64: (value: number | string) => String(value),
  Float32: (value: number) => number(value),
  Float64: (value: number) => number(value),
  Enum: (value: number) => String(value),
  BrickColor: (value: number) => String(value),
  String: text,
  ContentId: text,
  Vector2: numbers,
  Vector3: numbers,
  Vector3int16: numbers,
  Color3: numbers,
  Color3uint8: (value: Vector) => numbers(value.map((component) => component / 255)),
  UDim: numbers,
  UDim2: (value: readonly Vector[]) => numbers(value.flat()),
  Rect: (value: readonly Vector[]) => numbers(value.flat()),
  NumberRange: numbers,
  CFrame: (value: { position: Vector; orientation: readonly Vector[] }) =>
    numbers([...value.position, ...value.orientation.flat()]),
  Ray: (value: { origin: Vector; direction: Vector }) => numbers([...value.origin, ...value.direction]),
  NumberSequence: (value: { keypoints: readonly { time: number; value: number; envelope: number }[] }) =>
    numbers(value.keypoints.flatMap((keypoint) => [keypoint.time, keypoint.value, keypoint.envelope])),
  ColorSequence: (value: { keypoints: readonly { time: number; color: Vector }[] }) =>
    numbers(value.keypoints.flatMap((keypoint) => [keypoint.time, ...keypoint.color])),
  Faces: (value: readonly string[]) => value.join(' '),
  Axes: (value: readonly string[]) => value.join(' '),
  Font: (value: { family: string; weight: string; style: string }) =>
    `${FONT_WEIGHTS[value.weight] ?? 400} ${value.style} ${text(value.family)}`,
  Content: (value: unknown) => (value === 'None' ? '' : undefined),
};
