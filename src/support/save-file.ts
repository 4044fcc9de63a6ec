// Writes a file so that at no moment there is half of it: beside it first, then put in its place.
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { probeFile, probeNewFile } from './probe-file.js';
import { realPathOf } from './real-path.js';

/**
 * What a link leads to is what is meant. A device or a pipe, such as /dev/stdout, is written to and stays what it is.
 *
 * Throws the system's error; the file is as it was then.
 *
 * @param options `mode` is what the file shall have, instead of what the one there has, or new ones get.
 */
export function saveFile(
  path: string,
  content: Uint8Array | string,
  { mode }: { readonly mode?: number } = {},
): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const present = statSync(path, { throwIfNoEntry: false });
  if (present && !present.isFile() && !present.isDirectory()) {
    // By this name: what /dev/stdout leads to has none where it is a pipe.
    writeFileSync(path, bytes);
    return;
  }
  const target = realPathOf(path);
  const temporary = temporaryFor(target);
  try {
    writeNewFile(temporary, bytes, mode ?? (present ? present.mode & 0o777 : 0o666), mode !== undefined);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Whether that could be done, as far as it can be known before; throws the system's error if not. */
export function probeSaving(path: string): void {
  const present = statSync(path, { throwIfNoEntry: false });
  // A file may be written where nothing can be put beside it.
  if (present) probeFile(path);
  if (!present || present.isFile()) probeNewFile(temporaryFor(realPathOf(path)));
}

function temporaryFor(target: string): string {
  return join(dirname(target), `.${randomUUID()}.tmp`);
}

/** All of it is on the disk when it returns. */
function writeNewFile(path: string, bytes: Uint8Array, mode: number, isExact: boolean): void {
  const file = openSync(path, 'wx', mode);
  try {
    // What the user's mask has taken away.
    if (isExact) fchmodSync(file, mode);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
