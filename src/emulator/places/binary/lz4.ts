// LZ4 blocks, the usual compression of chunks in place files. The format is small enough that a package for it would
// be more than this.
import { BadContent } from '../place-error.js';

const MIN_MATCH = 4;
/** The format wants the last bytes as literals, and no match that begins among the last dozen. */
const END_LITERALS = 5;
const MATCH_FREE_END = 12;
const HASH_BITS = 14;
const MAX_OFFSET = 65535;

export function decompressLz4(input: Uint8Array, size: number): Buffer {
  const output = Buffer.allocUnsafe(size);
  let from = 0;
  let to = 0;
  const length = (nibble: number): number => {
    let total = nibble;
    if (nibble !== 15) return total;
    for (;;) {
      const next = input[from++];
      if (next === undefined) throw new BadContent('a compressed part of it ends too early');
      total += next;
      if (next !== 255) return total;
    }
  };
  while (from < input.length) {
    const token = input[from++] ?? 0;
    const literals = length(token >> 4);
    if (from + literals > input.length || to + literals > size) {
      throw new BadContent('a compressed part of it is damaged');
    }
    output.set(input.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from >= input.length) break;
    const offset = (input[from] ?? 0) | ((input[from + 1] ?? 0) << 8);
    from += 2;
    const count = length(token & 15) + MIN_MATCH;
    if (offset === 0 || offset > to || to + count > size) {
      throw new BadContent('a compressed part of it is damaged');
    }
    copyMatch(output, to, offset, count);
    to += count;
  }
  if (to !== size) throw new BadContent('a compressed part of it ends too early');
  return output;
}

/** What overlaps itself repeats: each copy can be of all that there is by then. */
function copyMatch(output: Buffer, to: number, offset: number, count: number): void {
  for (let done = 0; done < count; ) {
    const part = Math.min(count - done, offset + done);
    output.copyWithin(to + done, to - offset, to - offset + part);
    done += part;
  }
}

export function compressLz4(input: Buffer): Buffer {
  const { length } = input;
  const output = Buffer.allocUnsafe((length + (length / 255 + 16)) | 0);
  const seen = new Int32Array(1 << HASH_BITS).fill(-1);
  let to = 0;
  let anchor = 0;
  let at = 0;
  const writeLength = (rest: number) => {
    let left = rest;
    for (; left >= 255; left -= 255) output[to++] = 255;
    output[to++] = left;
  };
  const writeSequence = (literals: number, match: number, offset: number) => {
    const matchCode = match - MIN_MATCH;
    output[to++] = (Math.min(literals, 15) << 4) | (match === 0 ? 0 : Math.min(matchCode, 15));
    if (literals >= 15) writeLength(literals - 15);
    to += input.copy(output, to, anchor, anchor + literals);
    if (match === 0) return;
    output[to++] = offset & 255;
    output[to++] = offset >> 8;
    if (matchCode >= 15) writeLength(matchCode - 15);
  };
  while (at < length - MATCH_FREE_END) {
    const word = input.readUInt32LE(at);
    const hash = Math.imul(word, 2654435761) >>> (32 - HASH_BITS);
    const found = seen[hash] ?? -1;
    seen[hash] = at;
    if (found < 0 || at - found > MAX_OFFSET || input.readUInt32LE(found) !== word) {
      // The longer nothing repeats, the larger the steps.
      at += 1 + ((at - anchor) >> 6);
      continue;
    }
    let match = MIN_MATCH;
    while (at + match < length - END_LITERALS && input[at + match] === input[found + match]) match++;
    writeSequence(at - anchor, match, at - found);
    at += match;
    anchor = at;
  }
  writeSequence(length - anchor, 0, 0);
  return output.subarray(0, to);
}
