// Candidates below the line that is typed, as many as there is room for.
import { shownName } from '../support/shown-text.js';
import type { Offer } from './completer.js';
import type { Palette } from './palette.js';
import { textWidth } from './text-width.js';

const MAX_ROWS = 8;

export function menuLines({ candidates }: Offer, columns: number, palette: Palette): string[] {
  const shown = candidates
    .slice(0, MAX_ROWS)
    .map(({ value, about = '' }) => ({ value: shownName(value), about: shownName(about) }));
  const width = Math.min(Math.max(...shown.map(({ value }) => textWidth(value))), Math.floor(columns / 2));
  const lines = shown.map(({ value, about }) => {
    const pad = ' '.repeat(Math.max(0, width - textWidth(value)));
    return `  ${value}${pad}  ${palette.dim(about)}`;
  });
  const rest = candidates.length - shown.length;
  return rest > 0 ? [...lines, palette.dim(`  …${rest} more`)] : lines;
}
