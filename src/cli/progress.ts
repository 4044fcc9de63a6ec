// A sign of life for work that takes longer than half a second: one line on the terminal of whoever waits, gone as soon
// as there is something to read.
import type { Clock, Timer } from '../support/clock.js';
import type { Styles } from './styles.js';
import type { TextSink } from './text-sink.js';

const PATIENCE_MS = 500;
const FRAME_MS = 100;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const CLEAR_LINE = '\r\u001b[K';

export interface ProgressSinks {
  readonly out: TextSink;
  readonly err: TextSink;
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
  let isDrawn = false;
  let frame = 0;
  let timer: Timer | undefined = clock.setTimer(PATIENCE_MS, draw);

  function draw(): void {
    const seconds = Math.floor((clock.now() - startedAt) / 1000);
    const sign = FRAMES[frame++ % FRAMES.length] ?? '';
    sinks.err.write(`${CLEAR_LINE}${styles.dim(`${sign} ${label}${seconds > 0 ? `, ${seconds} s` : ''}`)}`);
    isDrawn = true;
    timer = clock.setTimer(FRAME_MS, draw);
  }
  const clear = () => {
    if (isDrawn) sinks.err.write(CLEAR_LINE);
    isDrawn = false;
  };
  const end = () => {
    timer?.cancel();
    timer = undefined;
    clear();
  };
  return {
    end,
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
