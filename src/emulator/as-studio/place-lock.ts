// The lock beside a place file. While one Studio has the file open, another one refuses it.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode } from '../../support/file-errors.js';

export interface PlaceLock {
  release(): void;
}

/** Undefined if another Studio has the place open. The lock of one that died is taken over. */
export function takePlaceLock(placeFile: string, pid: number): PlaceLock | undefined {
  const file = `${placeFile}.lock`;
  if (!tryToWrite(file, pid)) {
    if (isAlive(holderOf(file))) return undefined;
    rmSync(file, { force: true });
    if (!tryToWrite(file, pid)) return undefined;
  }
  return {
    release() {
      if (holderOf(file) === pid) rmSync(file, { force: true });
    },
  };
}

function tryToWrite(file: string, pid: number): boolean {
  try {
    writeFileSync(file, String(pid), { flag: 'wx' });
    return true;
  } catch (error) {
    // A place in a folder that cannot be written is opened all the same.
    return errorCode(error) !== 'EEXIST';
  }
}

function holderOf(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    return undefined;
  }
}

/** A lock that names nobody was not made here: whoever made it may have the place open. */
function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  if (!Number.isInteger(pid)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
