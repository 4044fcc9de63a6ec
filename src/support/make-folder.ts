// Makes a folder and those above it. Node's own way never ends where the system says of a folder that is there that
// it is not, as Linux does below /proc.
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Throws the system's error if it cannot be made; a folder that is there is fine. */
export function makeFolder(path: string, mode = 0o777): void {
  const attempt = tryMake(path, mode);
  if (attempt === undefined) return;
  const parent = dirname(path);
  if (attempt.code !== 'ENOENT' || parent === path) throw attempt;
  makeFolder(parent, mode);
  const second = tryMake(path, mode);
  if (second) throw second;
}

/** What is in the way, if anything is. */
function tryMake(path: string, mode: number): NodeJS.ErrnoException | undefined {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const known: NodeJS.ErrnoException = error;
    return known.code === 'EEXIST' && isFolder(path) ? undefined : known;
  }
  return undefined;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
