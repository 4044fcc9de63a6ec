// Writes the bytes of one chunk, in the forms that byte-reader.ts reads.
import type { ValueBytes } from '../value-type.js';

export class ByteWriter {
  private readonly parts: Buffer[] = [];

  bytes(value: Uint8Array): this {
    this.parts.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    return this;
  }

  raw(value: ValueBytes): this {
    return this.bytes(Buffer.from(value, 'latin1'));
  }

  uint8(value: number): this {
    return this.bytes(Buffer.of(value));
  }

  uint32(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value >>> 0);
    return this.bytes(bytes);
  }

  string(value: ValueBytes): this {
    return this.uint32(value.length).raw(value);
  }

  text(value: string): this {
    const bytes = Buffer.from(value);
    return this.uint32(bytes.length).bytes(bytes);
  }

  interleaved32(words: Uint32Array): this {
    const count = words.length;
    const bytes = Buffer.allocUnsafe(count * 4);
    for (let index = 0; index < count; index++) {
      const word = words[index] ?? 0;
      bytes[index] = word >>> 24;
      bytes[count + index] = word >>> 16;
      bytes[2 * count + index] = word >>> 8;
      bytes[3 * count + index] = word;
    }
    return this.bytes(bytes);
  }

  integers(values: ArrayLike<number>): this {
    const words = new Uint32Array(values.length);
    for (let index = 0; index < values.length; index++) {
      const value = (values[index] ?? 0) | 0;
      words[index] = (value << 1) ^ (value >> 31);
    }
    return this.interleaved32(words);
  }

  referents(values: ArrayLike<number>): this {
    const differences = new Int32Array(values.length);
    for (let index = 0; index < values.length; index++) {
      differences[index] = (values[index] ?? 0) - (index === 0 ? 0 : (values[index - 1] ?? 0));
    }
    return this.integers(differences);
  }

  finish(): Buffer {
    return Buffer.concat(this.parts);
  }
}
