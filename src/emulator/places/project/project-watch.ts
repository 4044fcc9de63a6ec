// Tells when files of a project change.
import type { Clock, Timer } from '../../../support/clock.js';
import { FolderWatch } from '../../../support/folder-watch.js';

/** What happens within it is one change: who saves several files, or writes one in pieces, means one. */
const QUIET_MS = 100;

export class ProjectWatch {
  private readonly folders = new FolderWatch(() => this.note());
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly onChange: () => void,
  ) {}

  /** From now on these files and folders, and no others. Throws where the system cannot watch so many. */
  follow(paths: ReadonlySet<string>): void {
    this.folders.follow(paths);
  }

  stop(): void {
    this.timer?.cancel();
    this.folders.stop();
  }

  private note(): void {
    this.timer?.cancel();
    this.timer = this.clock.setTimer(QUIET_MS, this.onChange, { background: true });
  }
}
