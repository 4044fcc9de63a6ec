// Takes lines of output to another thread, many at once: a message for each would cost more than to write it.
import { type Clock, systemClock } from '../../support/clock.js';

/** Of one message. */
const MOST_LINES = 64;
/** How long a line waits for others while the thread is busy. */
const LONGEST_WAIT_MS = 20;

export class OutputPost<Line> {
  private waiting: Line[] = [];
  private sentAt = -LONGEST_WAIT_MS;

  constructor(
    private readonly send: (lines: readonly Line[]) => void,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Sent with what comes in this turn of the thread; at once if none was sent for a while, because a turn may never end. */
  add(line: Line): void {
    this.waiting.push(line);
    const isLate = this.clock.now() - this.sentAt >= LONGEST_WAIT_MS;
    if (isLate || this.waiting.length >= MOST_LINES) this.flush();
    else if (this.waiting.length === 1) queueMicrotask(() => this.flush());
  }

  /** Before anything that must not come earlier. */
  flush(): void {
    if (this.waiting.length === 0) return;
    const lines = this.waiting;
    this.waiting = [];
    this.sentAt = this.clock.now();
    this.send(lines);
  }
}
