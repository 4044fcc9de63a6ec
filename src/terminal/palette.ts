// The colours of the terminal; every one of them is nothing where colours are not wanted.
import type { TokenKind } from './luau-tokens.js';

export type Paint = (text: string) => string;

export interface Palette {
  readonly tokens: Readonly<Record<TokenKind, Paint>>;
  readonly prompt: Paint;
  readonly dim: Paint;
  readonly error: Paint;
  readonly warning: Paint;
  readonly special: Paint;
}

const plain: Paint = (text) => text;
const paint =
  (code: number, end = 39): Paint =>
  (text) =>
    text === '' ? '' : `\u001b[${code}m${text}\u001b[${end}m`;

export function paletteOf(hasColours: boolean): Palette {
  const colour = (code: number, end?: number) => (hasColours ? paint(code, end) : plain);
  return {
    tokens: {
      space: plain,
      comment: colour(90),
      string: colour(32),
      number: colour(33),
      keyword: colour(35),
      name: plain,
      symbol: plain,
    },
    prompt: colour(36),
    dim: colour(2, 22),
    error: colour(31),
    warning: colour(33),
    special: colour(36),
  };
}
