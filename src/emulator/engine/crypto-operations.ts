// Hashes and base64: what Node has natively.
import { createHash } from 'node:crypto';
import { blake2b } from '@noble/hashes/blake2.js';
import { blake3 } from '@noble/hashes/blake3.js';
import type { Operations } from './operations.js';

const native = (name: string) => (bytes: Uint8Array) => createHash(name).update(bytes).digest();

/** By Enum.HashAlgorithm's items; those that OpenSSL has not in Roblox's sizes come from a library. */
const HASHES: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  Blake2b: (bytes) => blake2b(bytes, { dkLen: 32 }),
  Blake3: (bytes) => blake3(bytes),
  Md5: native('md5'),
  Sha1: native('sha1'),
  Sha256: native('sha256'),
};

export function cryptoOperations(): Operations {
  return {
    /** The algorithm's name, a line break, the bytes. Status 1: there is no such algorithm here. */
    'crypto.hash': (_value, bytes) => {
      const end = bytes.indexOf('\n');
      const hash = HASHES[bytes.toString('latin1', 0, end)];
      return hash === undefined ? { status: 1 } : { bytes: hash(bytes.subarray(end + 1)) };
    },
    'base64.encode': (_value, bytes) => ({ bytes: bytes.toString('base64') }),
    'base64.decode': (_value, bytes) => ({ bytes: Buffer.from(bytes.toString('latin1'), 'base64') }),
  };
}
