// The Luau VM comes as wasm inside the optional package luau-web, encoded in its script. This reads it out of there
// and refuses any build but the one whose memory layout the driver knows.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { keptBytes } from '../../support/kept-bytes.js';

/** Why there is no VM, in one sentence. Not a BridgeError, whose schemas a thread that only starts one need not load. */
export class LuauPackageError extends Error {}

export const WASM_SHA256 = 'ea213b29eb387179cac4fee4001dbc84d89ad854dbb4fd8f5053829353b9da79';

const WASM_BYTES = 580_233;

/** The magic number and version of a wasm file, as base64 begins them. */
const BLOB_START = 'AGFzbQ';

/** The path of the script that carries the wasm; throws where the package is not installed. */
export type LuauPackageLocator = () => string;

export const locateInstalledPackage: LuauPackageLocator = () =>
  createRequire(import.meta.url).resolve('luau-web/src/lib/Luau.Web.js');

/** As `readLuauWasm` of the installed package, which is decoded and checked only once. */
export function keptLuauWasm(): Buffer {
  const { size, mtimeMs } = statOfScript(locateInstalledPackage);
  const origin = `${WASM_SHA256.slice(0, 8)}-${size}-${Math.round(mtimeMs)}`;
  return Buffer.from(keptBytes({ kind: 'luau', origin, size: WASM_BYTES }, readLuauWasm).buffer);
}

export function readLuauWasm(locate: LuauPackageLocator = locateInstalledPackage): Buffer {
  const wasm = decodeBlob(readScript(locate));
  if (wasm === undefined || createHash('sha256').update(wasm).digest('hex') !== WASM_SHA256) {
    throw new LuauPackageError(
      'The installed package luau-web is not version 1.3.0: the Luau VM in it is another build than the one this driver knows.',
    );
  }
  return wasm;
}

const readScript = (locate: LuauPackageLocator) => ofScript(locate, (path) => readFileSync(path));
const statOfScript = (locate: LuauPackageLocator) => ofScript(locate, (path) => statSync(path));

function ofScript<Result>(locate: LuauPackageLocator, read: (path: string) => Result): Result {
  try {
    return read(locate());
  } catch (cause) {
    throw new LuauPackageError('The Luau VM is missing: the optional package luau-web is not installed.', {
      cause,
    });
  }
}

/** By plain search: a regular expression over 0.8 MB of base64 would cost more than everything else at start-up. */
function decodeBlob(script: Buffer): Buffer | undefined {
  const start = script.indexOf(BLOB_START);
  if (start < 1) return undefined;
  const end = script.indexOf(script.subarray(start - 1, start), start);
  return end < 0 ? undefined : Buffer.from(script.toString('latin1', start, end), 'base64');
}
