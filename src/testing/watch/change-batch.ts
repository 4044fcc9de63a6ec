// Gathers changes that belong together: editors write a file in several steps, and tools write many files.
import type { Clock, Timer } from '../../support/clock.js';

const QUIET_MS = 15;
/** However long the changes go on. */
const LONGEST_MS = 500;

export class ChangeBatch {
  private paths = new Set<string>();
  private firstAt = 0;
  private timer: Timer | undefined;

  /** @param onReady Told of all that has changed, and when the first of it was heard of. */
  constructor(
    private readonly clock: Clock,
    private readonly onReady: (paths: ReadonlySet<string>, firstAt: number) => void,
  ) {}

  readonly add = (path: string): void => {
    const now = this.clock.now();
    if (this.paths.size === 0) this.firstAt = now;
    this.paths.add(path);
    this.timer?.cancel();
    const left = Math.max(0, this.firstAt + LONGEST_MS - now);
    this.timer = this.clock.setTimer(Math.min(QUIET_MS, left), () => this.release());
  };

  close(): void {
    this.timer?.cancel();
    this.paths.clear();
  }

  private release(): void {
    const { paths, firstAt } = this;
    this.paths = new Set();
    this.timer = undefined;
    this.onReady(paths, firstAt);
  }
}
