// The outermost layer of Roblox's binary files: a header, then named chunks, each compressed by itself.
import { decompress as decompressZstd } from 'fzstd';
import { BadContent } from '../place-error.js';
import { compressLz4, decompressLz4 } from './lz4.js';

export interface Chunk {
  readonly name: string;
  readonly bytes: Buffer;
}

const MAGIC = Buffer.from('<roblox!\x89\xff\x0d\x0a\x1a\x0a', 'latin1');
const HEADER_SIZE = 32;
const CHUNK_HEADER_SIZE = 16;
const ZSTD_MAGIC = 0xfd2fb528;
/** No real place comes near both; a damaged length does, and a file that is made to fill the memory. */
const MAX_EXPANDED_BYTES = 256 * 1024 * 1024;
const MAX_EXPANDED_RATIO = 50;
/** Nor does any near this, however long its file is. */
const MAX_MEMORY_BYTES = 2 * 1024 * 1024 * 1024;
/** They cannot do better than this. */
const LZ4_MAX_RATIO = 255;
const ZSTD_MAX_RATIO = 40_000;
const END = 'END\0';

export const isBinary = (bytes: Uint8Array): boolean =>
  Buffer.compare(bytes.subarray(0, MAGIC.length), MAGIC) === 0;

export function* readChunks(file: Buffer): Generator<Chunk> {
  if (!isBinary(file)) throw new BadContent('it does not begin as a Roblox file does');
  if (file.length < HEADER_SIZE) throw new BadContent('it ends in its header');
  const version = file.readUInt16LE(MAGIC.length);
  if (version !== 0) throw new BadContent(`it is of version ${version} of the format, which is not known`);
  let at = HEADER_SIZE;
  let left = Math.min(MAX_MEMORY_BYTES, Math.max(MAX_EXPANDED_BYTES, file.length * MAX_EXPANDED_RATIO));
  for (;;) {
    if (at + CHUNK_HEADER_SIZE > file.length) throw new BadContent(`it ends too early (byte ${file.length})`);
    const name = file.toString('latin1', at, at + 4);
    const compressed = file.readUInt32LE(at + 4);
    const size = file.readUInt32LE(at + 8);
    const start = at + CHUNK_HEADER_SIZE;
    at = start + (compressed || size);
    if (at > file.length) throw new BadContent(`it ends too early (byte ${file.length}, in ${name.trim()})`);
    if (name === END) return;
    left -= size;
    if (left < 0) throw new BadContent('a part of it claims an impossible size');
    const body = file.subarray(start, at);
    yield { name, bytes: compressed === 0 ? body : expand(body, size) };
  }
}

function expand(body: Buffer, size: number): Buffer {
  if (body.length >= 4 && body.readUInt32LE(0) === ZSTD_MAGIC) {
    if (size > body.length * ZSTD_MAX_RATIO) throw new BadContent('a part of it claims an impossible size');
    const output = expandZstd(body, size);
    if (output.length !== size) throw new BadContent('a compressed part of it ends too early');
    return Buffer.from(output.buffer, output.byteOffset, output.byteLength);
  }
  if (size > body.length * LZ4_MAX_RATIO + 64) throw new BadContent('a part of it claims an impossible size');
  return decompressLz4(body, size);
}

function expandZstd(body: Buffer, size: number): Uint8Array {
  try {
    return decompressZstd(body, new Uint8Array(size));
  } catch (error) {
    throw new BadContent(
      `a compressed part of it is damaged (${error instanceof Error ? error.message : ''})`,
    );
  }
}

/** `classes` and `instances` are counts, for the header. */
export function writeChunks(counts: { classes: number; instances: number }, chunks: Iterable<Chunk>): Buffer {
  const header = Buffer.alloc(HEADER_SIZE);
  MAGIC.copy(header);
  header.writeInt32LE(counts.classes, MAGIC.length + 2);
  header.writeInt32LE(counts.instances, MAGIC.length + 6);
  const parts: Buffer[] = [header];
  for (const { name, bytes } of chunks) {
    const packed = compressLz4(bytes);
    const isSmaller = packed.length < bytes.length;
    parts.push(chunkHeader(name, isSmaller ? packed.length : 0, bytes.length), isSmaller ? packed : bytes);
  }
  const end = Buffer.from('</roblox>');
  parts.push(chunkHeader(END, 0, end.length), end);
  return Buffer.concat(parts);
}

function chunkHeader(name: string, compressed: number, size: number): Buffer {
  const header = Buffer.alloc(CHUNK_HEADER_SIZE);
  header.write(name, 'latin1');
  header.writeUInt32LE(compressed, 4);
  header.writeUInt32LE(size, 8);
  return header;
}
