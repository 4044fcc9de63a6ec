// Values as the plugin tells them, in the form that projects write them in: the code for those makes bytes of them.
// What has no such form raises an error.
import { ownValue } from '../../support/own-value.js';
import { BadContent } from './place-error.js';

interface Tagged {
  readonly type: string;
  readonly value?: unknown;
  readonly [field: string]: unknown;
}

const ODD_NUMBERS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

const CONVERT: Readonly<Record<string, (tagged: Tagged) => unknown>> = {
  Number: ({ value }) => ODD_NUMBERS[String(value)],
  Bytes: ({ base64 }) => ({ BinaryString: base64 }),
  BrickColor: ({ value }) => value,
  EnumItem: ({ value }) => value,
  Ray: (tagged) => {
    const parts = numbers(tagged);
    return { origin: parts.slice(0, 3), direction: parts.slice(3) };
  },
  NumberSequence: ({ value }) => ({
    keypoints: list(value).map((point) => {
      const [time, number, envelope] = list(point).map(plain);
      return { time, value: number, envelope };
    }),
  }),
  ColorSequence: ({ value }) => ({
    keypoints: list(value).map((point) => {
      const [time, ...color] = list(point).map(plain);
      return { time, color };
    }),
  }),
  PhysicalProperties: (tagged) => {
    const [density, friction, elasticity, frictionWeight, elasticityWeight, acousticAbsorption] =
      numbers(tagged);
    return { density, friction, elasticity, frictionWeight, elasticityWeight, acousticAbsorption };
  },
  Font: ({ family, weight, style }) => ({ family, weight, style }),
  Content: ({ source, uri }) => {
    if (source === 'Uri') return { Uri: uri };
    return source === 'None' ? 'None' : fail('content that is not an address');
  },
};

const LISTS = new Set([
  'Vector3',
  'Vector3int16',
  'Vector2',
  'CFrame',
  'Color3',
  'UDim',
  'UDim2',
  'NumberRange',
  'Rect',
  'Faces',
  'Axes',
]);

/** Of a property: the class tells the type. */
export function toProjectValue(value: unknown): unknown {
  const tagged = taggedOf(value);
  if (!tagged) return typeof value === 'object' && value !== null ? fail('a table') : value;
  const convert = ownValue(CONVERT, tagged.type);
  if (convert) return convert(tagged);
  return LISTS.has(tagged.type) ? list(tagged.value).map(plain) : fail(tagged.type);
}

/** Of an attribute: the value tells its type. */
export function toProjectAttribute(value: unknown): unknown {
  const tagged = taggedOf(value);
  if (tagged?.type === 'EnumItem') {
    return { EnumItem: { type: String(tagged.enum).replace(/^Enum\./, ''), value: tagged.value } };
  }
  if (tagged?.type === 'Bytes') fail('text that is not UTF-8');
  const plainValue = toProjectValue(value);
  return tagged && tagged.type !== 'Number' ? { [tagged.type]: plainValue } : plainValue;
}

function taggedOf(value: unknown): Tagged | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  return typeof value.type === 'string' ? { ...value, type: value.type } : undefined;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : fail('no list'));

const numbers = ({ value }: Tagged): unknown[] => list(value).map(plain);

/** Numbers within a value may be odd ones. */
function plain(value: unknown): unknown {
  const tagged = taggedOf(value);
  return tagged?.type === 'Number' ? ODD_NUMBERS[String(tagged.value)] : value;
}

function fail(what: string): never {
  throw new BadContent(`${what} cannot be written`);
}
