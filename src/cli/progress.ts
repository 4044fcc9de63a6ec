// A sign of life for work that takes longer than half a second: a line, or a table of what is under way, on the terminal
// of whoever waits, gone as soon as there is something to read.
import type { Clock, Timer } from '../support/clock.js';
import { shownText } from '../support/shown-text.js';
import type { Styles } from './styles.js';
import type { TextSink } from './text-sink.js';

const PATIENCE_MS = 500;
const FRAME_MS = 100;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const CLEAR_LINE = '\r\u001b[K';
const CLEAR_LINE_ABOVE = '\u001b[1A\r\u001b[K';

/** A row that is longer than the terminal is wide stays one line, or it could not be taken away again. */
const unwrapped = (rows: string) => `\u001b[?7l${rows}\u001b[?7h`;

export interface ProgressSinks {
  readonly out: TextSink;
  readonly err: TextSink;
  /** Instead of the command's name, from now on: a line for each thing that is under way. */
  show(lines: readonly string[]): void;
  /** Nothing is drawn from now on. */
  end(): void;
}

/** Draws on `err`; what is written through the sinks that come back stands on lines of its own. */
export function showProgress(
  label: string,
  sinks: { readonly out: TextSink; readonly err: TextSink },
  clock: Clock,
  styles: Styles,
): ProgressSinks {
  const startedAt = clock.now();
  let drawnLines = 0;
  let rows: readonly string[] = [label];
  let frame = 0;
  let timer: Timer | undefined = clock.setTimer(PATIENCE_MS, draw);

  function draw(): void {
    const seconds = Math.floor((clock.now() - startedAt) / 1000);
    const sign = FRAMES[frame++ % FRAMES.length] ?? '';
    const after = seconds > 0 ? `, ${seconds} s` : '';
    const text = rows.map((row) => styles.dim(`${sign} ${shownText(row)}${after}`)).join('\n');
    sinks.err.write(`${clearing()}${unwrapped(text)}`);
    drawnLines = rows.length;
    timer = clock.setTimer(FRAME_MS, draw);
  }
  /** What takes everything away that is drawn; the cursor is at the end of the last line. */
  const clearing = () => CLEAR_LINE + CLEAR_LINE_ABOVE.repeat(Math.max(0, drawnLines - 1));
  const clear = () => {
    if (drawnLines > 0) sinks.err.write(clearing());
    drawnLines = 0;
  };
  const end = () => {
    timer?.cancel();
    timer = undefined;
    clear();
  };
  return {
    end,
    show(lines) {
      rows = lines.length > 0 ? lines : [label];
    },
    out: {
      write(content) {
        end();
        sinks.out.write(content);
      },
    },
    err: {
      write(content) {
        clear();
        sinks.err.write(content);
      },
    },
  };
}
