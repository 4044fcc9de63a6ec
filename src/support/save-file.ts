// Writes a file so that at no moment there is half of it: beside it first, then put in its place.
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What a link leads to is what is meant. A device or a pipe, such as /dev/stdout, is written to and stays what it is.
 *
 * Throws the system's error; the file is as it was then.
 */
export function saveFile(path: string, bytes: Uint8Array): void {
  const target = resolveLink(path);
  const present = statSync(target, { throwIfNoEntry: false });
  if (present && !present.isFile() && !present.isDirectory()) {
    writeFileSync(target, bytes);
    return;
  }
  const temporary = join(dirname(target), `.${randomUUID()}.tmp`);
  try {
    const file = openSync(temporary, 'wx', present ? present.mode & 0o777 : 0o666);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function resolveLink(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
