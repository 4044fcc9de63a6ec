// Zstandard for EncodingService. Node has it natively from version 22.15 on; before that, frames are read by a small
// library and written without making them smaller, which every reader of the format accepts.
import { decompress } from 'fzstd';
import type { Operations } from './operations.js';

interface NativeZstd {
  zstdCompressSync(bytes: Uint8Array, options: { params: Record<number, number> }): Buffer;
  readonly constants: { readonly ZSTD_c_compressionLevel: number };
}

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const MAX_SIZE = 2 ** 30;
const MAX_BLOCK_BYTES = 128 * 1024;
/** One piece whose whole size is known, as a field of eight bytes. */
const SINGLE_SEGMENT_WITH_LONG_SIZE = 0xe0;

export function compressionOperations(): Operations {
  return {
    /** The value is the level. */
    'zstd.compress': (level, bytes) => ({ bytes: compress(Buffer.from(bytes), level) }),
    /** Status 1: it is no frame, or not a whole one. */
    'zstd.decompress': (_value, bytes) => {
      try {
        return { bytes: decompress(Uint8Array.from(bytes)) };
      } catch {
        return { status: 1 };
      }
    },
    /** Status 1: it does not say. */
    'zstd.size': (_value, bytes) => {
      const size = contentSize(bytes);
      return size === undefined || size > MAX_SIZE ? { status: 1 } : { number: size };
    },
  };
}

function compress(bytes: Buffer, level: number): Buffer {
  const zlib = process.getBuiltinModule('node:zlib') as object as Partial<NativeZstd>;
  if (!zlib.zstdCompressSync || !zlib.constants) return storedFrame(bytes);
  return zlib.zstdCompressSync(bytes, { params: { [zlib.constants.ZSTD_c_compressionLevel]: level } });
}

function storedFrame(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(9, SINGLE_SEGMENT_WITH_LONG_SIZE);
  header.writeBigUInt64LE(BigInt(bytes.length), 1);
  const parts: Uint8Array[] = [MAGIC, header];
  let start = 0;
  do {
    const block = bytes.subarray(start, start + MAX_BLOCK_BYTES);
    start += block.length;
    const isLast = start >= bytes.length;
    const head = Buffer.alloc(3);
    head.writeUIntLE((block.length << 3) | (isLast ? 1 : 0), 0, 3);
    parts.push(head, block);
  } while (start < bytes.length);
  return Buffer.concat(parts);
}

/** As a frame's header has it: RFC 8878, section 3.1.1.1. */
function contentSize(bytes: Buffer): number | undefined {
  if (bytes.length < 5 || !bytes.subarray(0, 4).equals(MAGIC)) return undefined;
  const descriptor = bytes.readUInt8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const at = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes;
  const width = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  if (width === 0 || bytes.length < at + width) return undefined;
  if (width === 8) return Number(bytes.readBigUInt64LE(at));
  return bytes.readUIntLE(at, width) + (width === 2 ? 256 : 0);
}
