// Data files as the source of a module that returns them.
const IDENTIFIER = /^[A-Za-z_]\w*$/;
const KEYWORDS = new Set(
  'and break do else elseif end false for function if in local nil not or repeat return then true until while'.split(
    ' ',
  ),
);

export const moduleOf = (value: unknown): string => `return ${luau(value, '')}`;

function luau(value: unknown, indent: string): string {
  if (value === null || value === undefined) return 'nil';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'bigint') return numeral(Number(value));
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Date) return quoted(value.toISOString());
  const inner = `${indent}\t`;
  const lines = Array.isArray(value)
    ? value.map((each) => luau(each, inner))
    : Object.entries(value).map(([key, each]) => `${keyText(key)} = ${luau(each, inner)}`);
  if (lines.length === 0) return '{}';
  return `{\n${lines.map((line) => `${inner}${line},\n`).join('')}${indent}}`;
}

const keyText = (key: string) => (IDENTIFIER.test(key) && !KEYWORDS.has(key) ? key : `[${quoted(key)}]`);

function numeral(value: number): string {
  if (Number.isNaN(value)) return '0/0';
  return Number.isFinite(value) ? String(value) : value > 0 ? 'math.huge' : '-math.huge';
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const quoted = (text: string) =>
  `"${text.replace(/["\\\0-\x1f]/g, (found) => ESCAPES[found] ?? `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;
