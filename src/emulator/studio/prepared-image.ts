// The prepared image of the engine as the build leaves it beside the worker: compressed, because it is the largest part of
// the package. It is unpacked once for all workers of a process.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FILE = './studio-image.bin.gz';

let unpacked: Uint8Array | undefined;
let isMissing = false;

/** In memory that threads share. Undefined where there is none, as among the sources. */
export function preparedImage(worker: URL): Uint8Array | undefined {
  if (unpacked || isMissing) return unpacked;
  let packed: Buffer;
  try {
    packed = readFileSync(new URL(FILE, worker));
  } catch {
    isMissing = true;
    return undefined;
  }
  const bytes = gunzipSync(packed);
  unpacked = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  unpacked.set(bytes);
  return unpacked;
}
