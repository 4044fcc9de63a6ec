// A value as the terminal shows it: coloured, over as many lines as it takes, and folded where it is deep or long.
import { formatValue } from '../command/text/value-text.js';
import type { SerializedValue } from '../protocol/values.js';
import type { Palette } from './palette.js';
import { textWidth } from './text-width.js';

export interface Folding {
  /** Levels that are open. */
  readonly depth: number;
  /** Items that are shown of one table. */
  readonly items: number;
}

export const FOLDED: Folding = { depth: 2, items: 10 };
export const UNFOLDED: Folding = { depth: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY };

export interface ValueView {
  readonly text: string;
  /** True if something was left out that an unfolded view shows. */
  readonly isFolded: boolean;
}

const INDENT = '  ';

export function viewValue(
  value: SerializedValue,
  folding: Folding,
  width: number,
  palette: Palette,
): ValueView {
  const state = { isFolded: false };
  const text = draw(value, 0, width);
  return { text, isFolded: state.isFolded };

  function draw(current: SerializedValue, level: number, room: number): string {
    const table = itemsOf(current);
    if (!table) return leaf(current, palette);
    if (table.length === 0) return '{}';
    if (level >= folding.depth) {
      state.isFolded = true;
      return palette.dim(`{…${table.length}}`);
    }
    const shown = table.slice(0, folding.items);
    const hidden = table.length - shown.length;
    if (hidden > 0) state.isFolded = true;
    const rest = hidden > 0 ? [palette.dim(`…${hidden} more`)] : [];
    const inside = room - INDENT.length;
    const items = [
      ...shown.map(([key, item]) => keyText(key, palette) + draw(item, level + 1, inside)),
      ...rest,
    ];
    const line = `{ ${items.join(', ')} }`;
    if (!line.includes('\n') && textWidth(withoutColours(line)) <= room) return line;
    return `{\n${items.map((item) => `${INDENT}${item.replaceAll('\n', `\n${INDENT}`)}`).join(',\n')}\n}`;
  }
}

type Item = readonly [key: SerializedValue | undefined, value: SerializedValue];

/** What is in a table, as arrays without keys; undefined for what is no table. */
function itemsOf(value: SerializedValue): Item[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return value.map((item) => [undefined, item]);
  if (!('type' in value) || typeof value.type !== 'string') return Object.entries(value);
  if (value.type !== 'Table' || !('entries' in value) || !Array.isArray(value.entries)) return undefined;
  return value.entries.map((entry) => {
    const [key, item] = entry as SerializedValue[];
    return [key ?? null, item ?? null];
  });
}

function keyText(key: SerializedValue | undefined, palette: Palette): string {
  if (key === undefined) return '';
  if (typeof key === 'string' && /^[A-Za-z_]\w*$/.test(key)) return `${key} = `;
  return `[${leaf(key, palette)}] = `;
}

function leaf(value: SerializedValue, { tokens, special }: Palette): string {
  if (value === null) return tokens.keyword('nil');
  if (typeof value === 'string') return tokens.string(JSON.stringify(value));
  if (typeof value === 'number') return tokens.number(formatValue(value));
  if (typeof value === 'boolean') return tokens.keyword(String(value));
  return special(formatValue(value));
}

export function withoutColours(text: string): string {
  return text.replaceAll(COLOUR, '');
}

const COLOUR = new RegExp(`${'\u001b'}\\[\\d+m`, 'g');
