// The prepared image of the engine as the build leaves it beside the worker. It is read once for all workers of a
// process, by the thread that starts them, while they come up.
import { readFileSync } from 'node:fs';

const FILE = './studio-image.bin';

let shared: Uint8Array | undefined;
let isMissing = false;

/** In memory that threads share. Undefined where there is none, as among the sources. */
export function preparedImage(worker: URL): Uint8Array | undefined {
  if (shared || isMissing) return shared;
  try {
    const bytes = readFileSync(new URL(FILE, worker));
    shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
    shared.set(bytes);
  } catch {
    isMissing = true;
  }
  return shared;
}
