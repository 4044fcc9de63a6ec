// Random bytes: real ones, or those of a seed, which are the same in every run.
import { createHash } from 'node:crypto';
import type { Operations } from './operations.js';
import { randomBytes } from './random-stock.js';

export function randomOperations(seed: number | undefined): Operations {
  const takeBytes = seed === undefined ? randomBytes : createSeededBytes(seed);
  return {
    'random.bytes': (count) => ({ bytes: takeBytes(count) }),
    /** Never those of a seed: nobody may be able to guess them. */
    'random.secret': (count) => ({ bytes: randomBytes(count) }),
  };
}

function createSeededBytes(seed: number): (count: number) => Uint8Array {
  let block = 0;
  return (count) => {
    const chunks: Buffer[] = [];
    for (let length = 0; length < count; ) {
      const bytes = createHash('sha256').update(`${seed}:${block++}`).digest();
      chunks.push(bytes);
      length += bytes.length;
    }
    return Buffer.concat(chunks).subarray(0, count);
  };
}
