// The text that is being typed and the place in it. It knows lines and words, no keys and no screen.
import { graphemes } from './text-width.js';

export class EditBuffer {
  private content = '';
  private at = 0;
  /** What was deleted last by more than a character. */
  private removed = '';

  get text(): string {
    return this.content;
  }

  get cursor(): number {
    return this.at;
  }

  get isEmpty(): boolean {
    return this.content === '';
  }

  /** What stands before the place. */
  get before(): string {
    return this.content.slice(0, this.at);
  }

  get after(): string {
    return this.content.slice(this.at);
  }

  /** Of the line that the place is in. */
  get lineBefore(): string {
    return this.content.slice(this.lineStart, this.at);
  }

  get isOnFirstLine(): boolean {
    return !this.before.includes('\n');
  }

  get isOnLastLine(): boolean {
    return !this.after.includes('\n');
  }

  replace(text: string, cursor = text.length): void {
    this.content = text;
    this.at = cursor;
  }

  insert(text: string): void {
    this.content = this.before + text + this.after;
    this.at += text.length;
  }

  /** Puts something else in place of the last `length` units before the place. */
  replaceBefore(length: number, text: string): void {
    this.content = this.content.slice(0, this.at - length) + text + this.after;
    this.at += text.length - length;
  }

  left(): void {
    this.at -= graphemes(this.before).at(-1)?.length ?? 0;
  }

  right(): void {
    this.at += graphemes(this.after)[0]?.length ?? 0;
  }

  wordLeft(): void {
    this.at = this.wordStart;
  }

  wordRight(): void {
    this.at = this.wordEnd;
  }

  toLineStart(): void {
    this.at = this.lineStart;
  }

  toLineEnd(): void {
    this.at = this.lineEnd;
  }

  toStart(): void {
    this.at = 0;
  }

  toEnd(): void {
    this.at = this.content.length;
  }

  /** Up and down keep the column where the other line is long enough. */
  up(): void {
    const column = this.at - this.lineStart;
    const end = this.lineStart - 1;
    const start = end < 0 ? 0 : this.content.lastIndexOf('\n', end - 1) + 1;
    this.at = end < 0 ? 0 : Math.min(start + column, end);
  }

  down(): void {
    const column = this.at - this.lineStart;
    const start = this.lineEnd + 1;
    this.at = Math.min(start, this.content.length);
    this.at = Math.min(start + column, this.lineEnd);
  }

  deleteLeft(): void {
    this.cut(this.at - (graphemes(this.before).at(-1)?.length ?? 0), this.at);
  }

  deleteRight(): void {
    this.cut(this.at, this.at + (graphemes(this.after)[0]?.length ?? 0));
  }

  deleteWordLeft(): void {
    this.keep(this.wordStart, this.at);
  }

  deleteWordRight(): void {
    this.keep(this.at, this.wordEnd);
  }

  deleteToLineStart(): void {
    this.keep(this.lineStart, this.at);
  }

  deleteToLineEnd(): void {
    this.keep(this.at, this.lineEnd);
  }

  /** Puts back what was deleted last. */
  undelete(): void {
    this.insert(this.removed);
  }

  private get lineStart(): number {
    return this.content.lastIndexOf('\n', this.at - 1) + 1;
  }

  private get lineEnd(): number {
    const end = this.content.indexOf('\n', this.at);
    return end < 0 ? this.content.length : end;
  }

  private get wordStart(): number {
    return this.at - (/[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u.exec(this.before)?.[0].length ?? 0);
  }

  private get wordEnd(): number {
    return this.at + (/^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(this.after)?.[0].length ?? 0);
  }

  private keep(from: number, to: number): void {
    this.removed = this.content.slice(from, to);
    this.cut(from, to);
  }

  private cut(from: number, to: number): void {
    this.content = this.content.slice(0, from) + this.content.slice(to);
    this.at = from;
  }
}
