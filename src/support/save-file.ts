// Writes a file so that at no moment there is half of it: beside it first, then put in its place.
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { realPathOf } from './real-path.js';

/**
 * What a link leads to is what is meant. A device or a pipe, such as /dev/stdout, is written to and stays what it is.
 *
 * Throws the system's error; the file is as it was then.
 */
export function saveFile(path: string, bytes: Uint8Array): void {
  const target = realPathOf(path);
  const present = statSync(target, { throwIfNoEntry: false });
  if (present && !present.isFile() && !present.isDirectory()) {
    writeFileSync(target, bytes);
    return;
  }
  const temporary = join(dirname(target), `.${randomUUID()}.tmp`);
  try {
    writeNewFile(temporary, bytes, present ? present.mode & 0o777 : 0o666);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** All of it is on the disk when it returns. */
function writeNewFile(path: string, bytes: Uint8Array, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
