// Bytes that take longer to make than to read, kept in the user's cache folder between runs.
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { findCacheFolder } from './kept-code.js';
import { makeFolder } from './make-folder.js';

/** Of one kind: versions of the program that are used in turn shall not drive each other's out. */
const KEPT_FILES = 4;

export interface KeptBytes {
  /** What they are, as file names begin. */
  readonly kind: string;
  /** What they were made from: another origin has another one. */
  readonly origin: string;
  /** How many they are. */
  readonly size: number;
}

/** @param buffer Gives the memory that they are put into, of as many bytes as it is told. */
export function keptBytes(
  { kind, origin, size }: KeptBytes,
  make: () => Uint8Array,
  buffer: (size: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
): Uint8Array {
  const folder = findCacheFolder();
  const name = `${kind}-${origin}-${size}.bin`;
  const kept = folder === undefined ? undefined : tryRead(join(folder, name), size, buffer);
  if (kept) return kept;
  const made = make();
  const bytes = new Uint8Array(buffer(made.byteLength));
  bytes.set(made);
  // At the end, when nobody waits for it.
  if (folder !== undefined && made.byteLength === size)
    process.once('exit', () => keep(folder, kind, name, made));
  return bytes;
}

/** Straight to where it is wanted: there are millions. */
function tryRead(
  path: string,
  size: number,
  buffer: (size: number) => ArrayBufferLike,
): Uint8Array | undefined {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    if (fstatSync(fd).size !== size) return undefined;
    const bytes = new Uint8Array(buffer(size));
    let length = 0;
    for (;;) {
      const read = readSync(fd, bytes, length, size - length, length);
      length += read;
      if (length === size) return bytes;
      if (read === 0) return undefined;
    }
  } catch {
    return undefined;
  } finally {
    closeSync(fd);
  }
}

/** Whole or not at all. Where it cannot be written, everything works as it did, only no faster. */
function keep(folder: string, kind: string, name: string, bytes: Uint8Array): void {
  const aside = join(folder, `${name}.${process.pid}`);
  try {
    makeFolder(folder, 0o700);
    writeFileSync(aside, bytes, { flag: 'wx', mode: 0o600 });
    renameSync(aside, join(folder, name));
    for (const old of olderOnes(folder, kind)) rmSync(old, { force: true });
  } catch {
    return;
  }
}

function olderOnes(folder: string, kind: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${kind}-`) && name.endsWith('.bin'))
    .map((name) => ({ path: join(folder, name), time: statSync(join(folder, name)).mtimeMs }))
    .sort((one, other) => other.time - one.time)
    .slice(KEPT_FILES)
    .map(({ path }) => path);
}
