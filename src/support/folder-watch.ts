// Tells of changes of files. Folders are watched, not files: editors replace files when they save. Each folder by itself,
// because not every system can watch a tree, and linked packages lie elsewhere.
import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';

/** What learns of changes; tests have one of their own. */
export interface FileEvents {
  /** From now on these files and folders, and no others. Throws where the system cannot watch so many. */
  follow(paths: ReadonlySet<string>): void;
  stop(): void;
}

export class FolderWatch implements FileEvents {
  private readonly watchers = new Map<string, FSWatcher>();

  /**
   * @param onChange Told of each file or folder of which something is said, also of those beside the followed ones.
   * @param options `holdsProcess`: it goes on as long as something is followed, though nothing else is left to do.
   */
  constructor(
    private readonly onChange: (path: string) => void,
    private readonly options: { readonly holdsProcess: boolean } = { holdsProcess: false },
  ) {}

  follow(paths: ReadonlySet<string>): void {
    const folders = new Set([...paths].map(folderOf));
    for (const folder of [...this.watchers.keys()]) if (!folders.has(folder)) this.drop(folder);
    for (const folder of folders) if (!this.watchers.has(folder)) this.add(folder);
  }

  stop(): void {
    for (const folder of [...this.watchers.keys()]) this.drop(folder);
  }

  private add(folder: string): void {
    if (!statSync(folder, { throwIfNoEntry: false })) return;
    const watcher = watch(folder, { persistent: this.options.holdsProcess }, (_kind, name) => {
      this.onChange(name === null ? folder : join(folder, name));
    });
    // A folder that is gone: its parent tells.
    watcher.on('error', () => this.drop(folder));
    this.watchers.set(folder, watcher);
  }

  private drop(folder: string): void {
    this.watchers.get(folder)?.close();
    this.watchers.delete(folder);
  }
}

function folderOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path);
}
