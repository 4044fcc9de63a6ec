// The keys of the terminal: from what is typed to a text that is to be run. It draws, it completes, it goes through the
// history; it runs nothing itself.
import type { Clock, Timer } from '../support/clock.js';
import { delayAsync } from '../support/delay.js';
import { commonStart, type Offer } from './completer.js';
import { EditBuffer } from './edit-buffer.js';
import type { History } from './history.js';
import { type Key, KeyDecoder, type KeyName } from './keys.js';
import { breakLine, readInput, settleLine } from './luau-input.js';
import { tokenize } from './luau-tokens.js';
import { menuLines } from './menu.js';
import type { Painter, Picture, Screen } from './painter.js';
import type { Palette } from './palette.js';

export interface EditorParts {
  readonly clock: Clock;
  readonly screen: Screen;
  readonly painter: Painter;
  readonly palette: Palette;
  readonly history: History;
  /** A text is to be run; keys wait until it is done. */
  onRunAsync(text: string): Promise<void>;
  /** Ctrl+C while something runs. */
  onInterrupt(): void;
  onExit(): void;
  onUnfold(): void;
  completeAsync(before: string): Promise<Offer>;
}

const ESCAPE_MS = 50;
/** Nobody waits longer for candidates. */
const COMPLETION_MS = 1_000;
const INDENT = '  ';

export class Editor {
  private readonly decoder = new KeyDecoder();
  private readonly buffer = new EditBuffer();
  private below: readonly string[] = [];
  private escapeTimer: Timer | undefined;
  /** While something runs or candidates are looked up, keys wait. */
  private busy: 'running' | 'completing' | undefined;
  private waiting: Key[] = [];

  private readonly actions: Readonly<Record<KeyName, (buffer: EditBuffer) => void>> = {
    enter: () => this.enter(),
    run: () => this.run(),
    interrupt: (buffer) => (buffer.isEmpty ? this.parts.onExit() : buffer.replace('')),
    'end-of-input': () => this.parts.onExit(),
    complete: () => this.complete(),
    unfold: () => this.parts.onUnfold(),
    'clear-screen': () => this.parts.painter.clearScreen(),
    escape: () => {},
    up: (buffer) => (buffer.isOnFirstLine ? this.recall('back') : buffer.up()),
    down: (buffer) => (buffer.isOnLastLine ? this.recall('forward') : buffer.down()),
    'page-up': () => this.recall('back'),
    'page-down': () => this.recall('forward'),
    left: (buffer) => buffer.left(),
    right: (buffer) => buffer.right(),
    'word-left': (buffer) => buffer.wordLeft(),
    'word-right': (buffer) => buffer.wordRight(),
    'line-start': (buffer) => buffer.toLineStart(),
    'line-end': (buffer) => buffer.toLineEnd(),
    backspace: (buffer) => buffer.deleteLeft(),
    delete: (buffer) => buffer.deleteRight(),
    'delete-word': (buffer) => buffer.deleteWordLeft(),
    'delete-word-right': (buffer) => buffer.deleteWordRight(),
    'delete-to-line-start': (buffer) => buffer.deleteToLineStart(),
    'delete-to-line-end': (buffer) => buffer.deleteToLineEnd(),
    undelete: (buffer) => buffer.undelete(),
  };

  constructor(private readonly parts: EditorParts) {}

  start(): void {
    this.draw();
  }

  /** What the keyboard sent. */
  read(chunk: string): void {
    this.escapeTimer?.cancel();
    for (const key of this.decoder.read(chunk)) this.take(key);
    if (this.decoder.isWaiting) {
      this.escapeTimer = this.parts.clock.setTimer(ESCAPE_MS, () => {
        for (const key of this.decoder.flush()) this.take(key);
      });
    }
  }

  redraw(): void {
    if (this.busy !== 'running') this.draw();
  }

  end(): void {
    this.escapeTimer?.cancel();
    if (this.busy !== 'running') this.parts.painter.erase();
  }

  private take(key: Key): void {
    if (this.busy !== undefined) {
      const isInterrupt = key.kind === 'key' && key.name === 'interrupt';
      if (isInterrupt) this.waiting = [];
      if (isInterrupt && this.busy === 'running') this.parts.onInterrupt();
      else this.waiting.push(key);
      return;
    }
    this.below = [];
    if (key.kind === 'key') this.actions[key.name](this.buffer);
    else this.buffer.insert(key.text);
    if (this.busy !== 'running') this.draw();
  }

  private recall(direction: 'back' | 'forward'): void {
    const { history } = this.parts;
    const entry = direction === 'back' ? history.back(this.buffer.text) : history.forward();
    if (entry !== undefined) this.buffer.replace(entry);
  }

  /** A new line; a dot command is one line, and an empty line at the end of a whole text runs it. */
  private enter(): void {
    const { buffer } = this;
    const isAtEnd = buffer.after.trim() === '';
    const isDone =
      isDotCommand(buffer.text) ||
      (isAtEnd &&
        buffer.lineBefore.trim() === '' &&
        buffer.text.trim() !== '' &&
        readInput(buffer.text).isComplete);
    if (isDone) this.run();
    else this.breakLine();
  }

  private breakLine(): void {
    const { text, cursor } = breakLine(this.buffer.before, this.buffer.after);
    this.buffer.replace(text, cursor);
  }

  private run(): void {
    const { buffer, parts } = this;
    const text = settleLine(buffer.text.trimEnd());
    if (text.trim() === '') return;
    buffer.replace(text);
    parts.painter.settle(this.picture());
    buffer.replace('');
    this.busy = 'running';
    void this.finishAsync(text);
  }

  private async finishAsync(text: string): Promise<void> {
    try {
      await this.parts.history.addAsync(text);
      await this.parts.onRunAsync(text);
    } finally {
      this.goOn();
    }
  }

  /** With the keys that came meanwhile, as far as the next one that takes time. */
  private goOn(): void {
    this.busy = undefined;
    this.draw();
    for (const key of this.waiting.splice(0)) this.take(key);
  }

  private complete(): void {
    const { buffer, parts } = this;
    if (buffer.lineBefore.trim() === '') {
      buffer.insert(INDENT);
      return;
    }
    this.busy = 'completing';
    const late = delayAsync(parts.clock, COMPLETION_MS).then(() => undefined);
    // Where there is nothing to offer, what is wrong shows when it is run.
    const offered = parts.completeAsync(buffer.before).catch(() => undefined);
    void Promise.race([offered, late]).then((offer) => {
      if (offer) this.offer(offer);
      this.goOn();
    });
  }

  private offer(offer: Offer): void {
    const { buffer, parts } = this;
    const { candidates, length } = offer;
    if (candidates.length > 0) {
      const start = commonStart(candidates.map(({ value }) => value));
      const typed = buffer.before.slice(buffer.cursor - length);
      const isLonger = start.length > typed.length && start.toLowerCase().startsWith(typed.toLowerCase());
      if (isLonger || candidates.length === 1) buffer.replaceBefore(length, start);
      if (candidates.length > 1) this.below = menuLines(offer, parts.screen.columns, parts.palette);
    }
  }

  private draw(): void {
    this.parts.painter.draw(this.picture());
  }

  private picture(): Picture {
    const { buffer, below, parts } = this;
    const { palette } = parts;
    const spans = isDotCommand(buffer.text)
      ? [{ text: buffer.text, paint: palette.special }]
      : tokenize(buffer.text).map(({ kind, text }) => ({ text, paint: palette.tokens[kind] }));
    return {
      prompt: `${palette.prompt('>')} `,
      continuation: `${palette.dim('·')} `,
      indent: 2,
      spans,
      cursor: buffer.cursor,
      below,
    };
  }
}

export function isDotCommand(text: string): boolean {
  return /^\.[a-z]/i.test(text) && !text.includes('\n');
}
