// Watching a folder that may not be there yet, or be taken away and made anew: while it is missing, the nearest folder
// above it is watched instead.
import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../../support/thrown-text.js';

/** Calls back on any change in the folder, its coming and going included. Keeps no process alive. */
export function watchFolder(folder: string, onChange: () => void, onProblem: (why: string) => void) {
  let watcher: FSWatcher | undefined;
  let watched: { path: string; id: number } | undefined;
  let isClosed = false;

  const look = () => {
    if (isClosed) return;
    const isThere = watched?.path === folder;
    const next = nearest(folder);
    if (next.path !== watched?.path || next.id !== watched.id) attach(next);
    if (isThere || next.path === folder) onChange();
  };
  const attach = (next: { path: string; id: number }) => {
    watcher?.close();
    watched = next;
    watcher = tryWatch(next.path);
    // It may have come between the look and the watch.
    const now = nearest(folder);
    if (now.path !== next.path && watcher) attach(now);
  };
  const tryWatch = (path: string) => {
    try {
      const started = watch(path, { persistent: false }, look);
      // On some systems that is how a folder that is taken away shows.
      started.on('error', (error) => {
        onProblem(error.message);
        look();
      });
      return started;
    } catch (error) {
      onProblem(messageOf(error));
      return undefined;
    }
  };

  attach(nearest(folder));
  return {
    close() {
      isClosed = true;
      watcher?.close();
    },
  };
}

/** The folder itself or the first above it that is there; the id tells one from another at the same place. */
function nearest(folder: string): { path: string; id: number } {
  for (let path = folder; ; path = dirname(path)) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) return { path, id: found.ino };
    if (path === dirname(path)) return { path, id: 0 };
  }
}
