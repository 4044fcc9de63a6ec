// The prepared image of the engine as the build leaves it beside the worker: packed, because it is the largest file by
// far. A plain copy is kept between runs, which is read in a sixth of the time that unpacking takes. It is read once
// for all workers of a process, by the thread that starts them, while they come up.
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { type KeptBytes, keptBytes } from '../../support/kept-bytes.js';

const FILE = './studio-image.bin.gz';

/** What gzip puts last (RFC 1952, 2.3.1): the checksum and the size of what is packed, four bytes each. */
const TRAILER_BYTES = 8;

let shared: Uint8Array | undefined;
let isMissing = false;

/** In memory that threads share. Undefined where there is none, as among the sources. */
export function preparedImage(worker: URL): Uint8Array | undefined {
  if (shared || isMissing) return shared;
  try {
    const packed = fileURLToPath(new URL(FILE, worker));
    shared = keptBytes(
      contentOf(packed),
      () => gunzipSync(readFileSync(packed)),
      (size) => new SharedArrayBuffer(size),
    );
  } catch {
    isMissing = true;
  }
  return shared;
}

/** Another image has another checksum, and with it a copy of its own. */
function contentOf(packed: string): KeptBytes {
  const fd = openSync(packed, 'r');
  try {
    const trailer = Buffer.alloc(TRAILER_BYTES);
    readSync(fd, trailer, 0, TRAILER_BYTES, fstatSync(fd).size - TRAILER_BYTES);
    return { kind: 'studio-image', origin: trailer.toString('hex', 0, 4), size: trailer.readUInt32LE(4) };
  } finally {
    closeSync(fd);
  }
}
