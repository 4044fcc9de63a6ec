// Whether a file can be written, asked before there is anything to write: what is there stays as it is.
import { accessSync, closeSync, constants, openSync, rmSync, statSync } from 'node:fs';
import { realPathOf } from './real-path.js';

/** Throws the system's error if not. */
export function probeFile(path: string): void {
  const present = statSync(path, { throwIfNoEntry: false });
  if (!present) probeNewFile(realPathOf(path));
  else if (present.isFile() || present.isDirectory()) closeSync(openSync(path, constants.O_WRONLY));
  // Opening a pipe would wait for its reader.
  else accessSync(path, constants.W_OK);
}

/** That a file of this name can come to be. */
export function probeNewFile(path: string): void {
  closeSync(openSync(path, 'wx'));
  rmSync(path);
}
