// A serialized Luau value as text for people, in the words that Luau itself would use.
import type { SerializedValue } from '../../protocol/values.js';
import { shownName } from '../../support/shown-text.js';

/** As `print` would show it; tables are written out. */
export function formatValue(value: SerializedValue): string {
  return typeof value === 'string' ? value : literal(value);
}

/** The bytes behind a value that is a string or a buffer. */
export function bytesOf(value: SerializedValue): Uint8Array | undefined {
  if (typeof value === 'string') return Buffer.from(value);
  const tagged = asTagged(value);
  const isBinary = tagged?.type === 'Bytes' || tagged?.type === 'Buffer';
  return isBinary && typeof tagged.base64 === 'string' ? Buffer.from(tagged.base64, 'base64') : undefined;
}

function literal(value: SerializedValue): string {
  if (value === null) return 'nil';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return braces(value.map(literal));
  const tagged = asTagged(value);
  if (tagged) return taggedText(tagged);
  return braces(Object.entries(value).map(([key, item]) => `${keyText(key)} = ${literal(item)}`));
}

type Tagged = { type: string } & Record<string, unknown>;

/** A table with a `type` key of its own travels as a tagged `Table`, so a string there is always a tag. */
function asTagged(value: SerializedValue): Tagged | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return typeof value.type === 'string' ? { ...value, type: value.type } : undefined;
}

function taggedText(tagged: Tagged): string {
  const { type, value } = tagged;
  if (type === 'EnumItem') return `Enum.${tagged.enum}.${tagged.name}`;
  if (type === 'Instance') return shownName(String(tagged.path));
  if (type === 'Enum') return `Enum.${tagged.name}`;
  if (type === 'BrickColor') return String(tagged.name);
  if (type === 'Number') return String(value);
  const parts = Array.isArray(value) ? value.map(componentText) : undefined;
  if (type === 'UDim2' && parts) return `{${parts.slice(0, 2).join(', ')}}, {${parts.slice(2).join(', ')}}`;
  if (type === 'Bytes' || type === 'Buffer') {
    const size = bytesOf(tagged as SerializedValue)?.length ?? 0;
    return `${type === 'Buffer' ? 'buffer' : 'string'} of ${size} bytes (base64 ${String(tagged.base64)})`;
  }
  if (type === 'Cycle') return `*cycle to ${String(tagged.path) || 'the top'}*`;
  if (type === 'Table' && Array.isArray(tagged.entries)) {
    return braces(tagged.entries.map(([key, item]) => `[${literal(key)}] = ${literal(item)}`));
  }
  const text: unknown = Reflect.get(tagged, 'toString');
  // Of another type it is a description; that of a string looks like a whole one.
  if (type === 'Truncated' && tagged.typeName === 'string')
    return `${text}… (the start of a string too large to return)`;
  if (typeof text === 'string') return text;
  return parts ? parts.join(', ') : fieldsText(tagged);
}

/** As it can be written back, with its fields in an order that stays. */
function fieldsText({ type, ...fields }: Tagged): string {
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ type, ...Object.fromEntries(sorted) });
}

/** A number of a datatype, which may be one that JSON lacks, or a part with numbers of its own. */
function componentText(part: SerializedValue): string {
  return typeof part === 'string' ? part : literal(part);
}

function keyText(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : `[${JSON.stringify(key)}]`;
}

function braces(items: readonly string[]): string {
  return items.length === 0 ? '{}' : `{ ${items.join(', ')} }`;
}
