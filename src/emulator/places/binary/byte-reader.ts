// Reads the bytes of one chunk from front to back. Whatever a file claims, it reads no further than the chunk.
import { BadContent } from '../place-error.js';
import type { ValueBytes } from '../value-type.js';

export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  take(size: number): Buffer {
    if (size < 0 || size > this.left) throw new BadContent('a part of it ends too early');
    const start = this.at;
    this.at += size;
    return this.bytes.subarray(start, this.at);
  }

  uint8(): number {
    return this.take(1).readUInt8(0);
  }

  uint32(): number {
    return this.take(4).readUInt32LE(0);
  }

  /** A count of things that take at least `size` bytes each. */
  count(size: number): number {
    const count = this.uint32();
    if (count * size > this.left) throw new BadContent('a part of it claims more than it has');
    return count;
  }

  string(): ValueBytes {
    return this.take(this.uint32()).toString('latin1');
  }

  text(): string {
    return this.take(this.uint32()).toString('utf8');
  }

  /** Words whose first bytes come first, then all second bytes and so on. */
  interleaved32(count: number): Uint32Array {
    const bytes = this.take(count * 4);
    const words = new Uint32Array(count);
    for (let index = 0; index < count; index++) {
      words[index] =
        ((bytes[index] ?? 0) << 24) |
        ((bytes[count + index] ?? 0) << 16) |
        ((bytes[2 * count + index] ?? 0) << 8) |
        (bytes[3 * count + index] ?? 0);
    }
    return words;
  }

  integers(count: number): Int32Array {
    const words = this.interleaved32(count);
    const values = new Int32Array(count);
    for (let index = 0; index < count; index++) {
      const word = words[index] ?? 0;
      values[index] = (word >>> 1) ^ -(word & 1);
    }
    return values;
  }

  /** Each is written as its difference from the one before. */
  referents(count: number): Int32Array {
    const values = this.integers(count);
    for (let index = 1; index < count; index++)
      values[index] = (values[index] ?? 0) + (values[index - 1] ?? 0);
    return values;
  }
}
