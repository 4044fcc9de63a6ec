// Tells when files of a project change. Folders are watched, not files: editors replace files when they save.
import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, Timer } from '../../../support/clock.js';

/** What happens within it is one change: who saves several files, or writes one in pieces, means one. */
const QUIET_MS = 100;

export class ProjectWatch {
  private readonly watchers = new Map<string, FSWatcher>();
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly onChange: () => void,
  ) {}

  /** From now on these files and folders, and no others. Throws where the system cannot watch so many. */
  follow(paths: ReadonlySet<string>): void {
    const folders = new Set([...paths].map(folderOf));
    for (const [folder, watcher] of this.watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.watchers.delete(folder);
    }
    for (const folder of folders) if (!this.watchers.has(folder)) this.add(folder);
  }

  stop(): void {
    this.timer?.cancel();
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  private add(folder: string): void {
    if (!statSync(folder, { throwIfNoEntry: false })) return;
    const watcher = watch(folder, { persistent: false }, () => this.note());
    // A folder that is gone: its parent tells.
    watcher.on('error', () => {
      watcher.close();
      this.watchers.delete(folder);
    });
    this.watchers.set(folder, watcher);
  }

  private note(): void {
    this.timer?.cancel();
    this.timer = this.clock.setTimer(QUIET_MS, this.onChange, { background: true });
  }
}

function folderOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path);
}
