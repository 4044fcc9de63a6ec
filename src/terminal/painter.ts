// Draws what is being typed at the bottom of the screen, and what arrives meanwhile above it. All of one change is written
// at once, so that nothing tears.
import { graphemes, graphemeWidth } from './text-width.js';

/** A piece of text with what is written around it. */
export interface Span {
  readonly text: string;
  readonly paint: (text: string) => string;
}

export interface Picture {
  /** Before the first line, and before each other one; both as wide as `indent`. */
  readonly prompt: string;
  readonly continuation: string;
  readonly indent: number;
  readonly spans: readonly Span[];
  /** Where in the text of the spans the place is. */
  readonly cursor: number;
  /** Lines below. */
  readonly below: readonly string[];
}

export interface Screen {
  write(text: string): void;
  readonly columns: number;
  readonly rows: number;
}

const CLEAR_BELOW = '\u001b[J';
const HIDE = '\u001b[?25l';
const SHOW = '\u001b[?25h';

export class Painter {
  /** In which of the drawn rows the terminal's cursor is. */
  private cursorRow = 0;
  private isDrawn = false;
  private last: Picture | undefined;

  constructor(private readonly screen: Screen) {}

  draw(picture: Picture): void {
    this.last = picture;
    this.screen.write(HIDE + this.erasure() + this.drawing(picture) + SHOW);
  }

  /** Text above what is drawn, which stays as it is. */
  printAbove(text: string): void {
    const lines = text.endsWith('\n') ? text : `${text}\n`;
    const again = this.isDrawn && this.last ? this.drawing.bind(this, this.last) : () => '';
    const erasure = this.erasure();
    this.screen.write(HIDE + erasure + withReturns(lines) + again() + SHOW);
  }

  /** Leaves what is drawn where it is, and goes on below it. */
  settle(picture: Picture): void {
    this.draw({ ...picture, cursor: lengthOf(picture.spans), below: [] });
    this.isDrawn = false;
    this.cursorRow = 0;
    this.screen.write('\r\n');
  }

  /** Takes it away. */
  erase(): void {
    this.screen.write(this.erasure());
    this.isDrawn = false;
  }

  clearScreen(): void {
    this.isDrawn = false;
    this.cursorRow = 0;
    this.screen.write('\u001b[2J\u001b[H');
    if (this.last) this.draw(this.last);
  }

  private erasure(): string {
    if (!this.isDrawn) return '';
    const up = this.cursorRow > 0 ? `\u001b[${this.cursorRow}A` : '';
    this.cursorRow = 0;
    return `${up}\r${CLEAR_BELOW}`;
  }

  private drawing(picture: Picture): string {
    const { columns, rows } = this.screen;
    const laid = layOut(picture, columns);
    const below = picture.below.map((line) => cut(line, columns));
    // What does not fit on the screen cannot be erased again: the part around the place is shown.
    const room = Math.max(1, rows - 1 - below.length);
    const first = Math.min(Math.max(0, laid.row - room + 1), Math.max(0, laid.rows.length - room));
    const shown = [...laid.rows.slice(first, first + room), ...below];
    this.isDrawn = true;
    this.cursorRow = laid.row - first;
    const up = shown.length - 1 - this.cursorRow;
    return `${shown.join('\r\n')}${up > 0 ? `\u001b[${up}A` : ''}\r${laid.column > 0 ? `\u001b[${laid.column}C` : ''}`;
  }
}

interface Layout {
  readonly rows: string[];
  readonly row: number;
  readonly column: number;
}

function layOut({ prompt, continuation, indent, spans, cursor }: Picture, columns: number): Layout {
  const rows = [prompt];
  let column = indent;
  let place = { row: 0, column };
  let at = 0;
  const append = (text: string) => {
    rows[rows.length - 1] += text;
  };
  const newRow = (start: string) => {
    rows.push(start);
    column = indent;
  };
  for (const { text, paint } of spans) {
    let piece = '';
    const flush = () => {
      append(paint(piece));
      piece = '';
    };
    for (const grapheme of graphemes(text)) {
      const width = graphemeWidth(grapheme);
      if (at === cursor) place = { row: rows.length - 1, column };
      at += grapheme.length;
      if (grapheme === '\n') {
        flush();
        newRow(continuation);
        continue;
      }
      if (column + width > columns) {
        flush();
        newRow(' '.repeat(indent));
        if (at - grapheme.length === cursor) place = { row: rows.length - 1, column };
      }
      piece += grapheme === '\t' ? ' ' : grapheme;
      column += width;
    }
    flush();
  }
  if (at <= cursor) {
    if (column >= columns) newRow(' '.repeat(indent));
    place = { row: rows.length - 1, column };
  }
  return { rows, ...place };
}

function cut(line: string, columns: number): string {
  let width = 0;
  let kept = '';
  let isEscape = false;
  for (const grapheme of graphemes(line)) {
    if (grapheme === '\u001b') isEscape = true;
    if (!isEscape) width += graphemeWidth(grapheme);
    if (isEscape || width <= columns) kept += grapheme;
    if (isEscape && grapheme === 'm') isEscape = false;
  }
  return kept;
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((length, { text }) => length + text.length, 0);
}

/** A terminal that is read key by key does not return to the left by itself. */
function withReturns(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}
