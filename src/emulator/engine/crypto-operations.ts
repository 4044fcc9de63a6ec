// Hashes and base64: what Node has natively.
import { createHash } from 'node:crypto';
import type { Operations } from './operations.js';

/** Enum.HashAlgorithm's items to OpenSSL's names. */
const HASHES: Readonly<Record<string, string>> = {
  Md5: 'md5',
  Sha1: 'sha1',
  Sha256: 'sha256',
};

export function cryptoOperations(): Operations {
  return {
    /** The algorithm's name, a line break, the bytes. Status 1: there is no such algorithm here. */
    'crypto.hash': (_value, bytes) => {
      const end = bytes.indexOf('\n');
      const algorithm = HASHES[bytes.toString('latin1', 0, end)];
      if (algorithm === undefined) return { status: 1 };
      return {
        bytes: createHash(algorithm)
          .update(bytes.subarray(end + 1))
          .digest(),
      };
    },
    'base64.encode': (_value, bytes) => ({ bytes: bytes.toString('base64') }),
    'base64.decode': (_value, bytes) => ({ bytes: Buffer.from(bytes.toString('latin1'), 'base64') }),
  };
}
