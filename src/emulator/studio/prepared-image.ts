// The prepared image of the engine as the build leaves it beside the worker: packed, because it is the largest file by
// far. A plain copy is kept between runs, which is read in a sixth of the time that unpacking takes. It is read once
// for all workers of a process, by the thread that starts them, while they come up.
import { closeSync, fstatSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { findCacheFolder } from '../../support/kept-code.js';
import { makeFolder } from '../../support/make-folder.js';

const FILE = './studio-image.bin.gz';

/** What gzip puts last (RFC 1952, 2.3.1): the checksum and the size of what is packed, four bytes each. */
const TRAILER_BYTES = 8;

let shared: Uint8Array | undefined;
let isMissing = false;

/** In memory that threads share. Undefined where there is none, as among the sources. */
export function preparedImage(worker: URL): Uint8Array | undefined {
  if (shared || isMissing) return shared;
  try {
    const bytes = readImage(fileURLToPath(new URL(FILE, worker)));
    shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
    shared.set(bytes);
  } catch {
    isMissing = true;
  }
  return shared;
}

function readImage(packed: string): Uint8Array {
  const folder = findCacheFolder();
  if (folder === undefined) return gunzipSync(readFileSync(packed));
  const { name, size } = copyOf(packed);
  const copy = join(folder, name);
  try {
    const bytes = readFileSync(copy);
    if (bytes.byteLength === size) return bytes;
  } catch {
    // The first run.
  }
  const bytes = gunzipSync(readFileSync(packed));
  // At the end, when nobody waits for it.
  process.once('exit', () => keep(copy, bytes));
  return bytes;
}

/** Another image has another checksum, and with it a copy of its own. */
function copyOf(packed: string): { name: string; size: number } {
  const fd = openSync(packed, 'r');
  try {
    const trailer = Buffer.alloc(TRAILER_BYTES);
    readSync(fd, trailer, 0, TRAILER_BYTES, fstatSync(fd).size - TRAILER_BYTES);
    const size = trailer.readUInt32LE(4);
    return { name: `studio-image-${trailer.toString('hex', 0, 4)}-${size}.bin`, size };
  } finally {
    closeSync(fd);
  }
}

/** Whole or not at all. Where it cannot be written, everything works as it did, only no faster. */
function keep(copy: string, bytes: Uint8Array): void {
  const aside = `${copy}.${process.pid}`;
  try {
    makeFolder(dirname(copy), 0o700);
    writeFileSync(aside, bytes, { flag: 'wx', mode: 0o600 });
    renameSync(aside, copy);
  } catch {
    return;
  }
}
