// WebSocket framing (RFC 6455, section 5) as a client needs it. Loading and starting a whole WebSocket library
// takes a third of the time of a short command; this is all that one connection to a host takes. A host writes its
// short frames with it too.

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface WebSocketFrame {
  readonly isFinal: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

/** The peer broke the protocol; `closeCode` is what to tell it. */
export class FramingError extends Error {
  constructor(
    message: string,
    readonly closeCode: number,
  ) {
    super(message);
  }
}

const FINAL = 0x80;
const MASKED = 0x80;
const MASK_BYTES = 4;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const MAX_CONTROL_BYTES = 125;
const PROTOCOL_ERROR = 1002;
const TOO_BIG = 1009;

/**
 * A whole message in one frame. The mask that clients must send is there to keep scripts in web pages from
 * writing chosen bytes past proxies; nothing here runs in a page, so it is zero and costs nothing.
 */
export function encodeClientFrame(opcode: number, payload: string | Buffer): Buffer {
  return encodeFrame(opcode, payload, MASKED, MASK_BYTES);
}

/** The same from the host's side, which must not mask. */
export function encodeHostFrame(opcode: number, payload: string | Buffer): Buffer {
  return encodeFrame(opcode, payload, 0, 0);
}

/** What goes to many is encoded once, and is in memory once however many are slow to take it. */
export function createTextEncoder(): (text: string) => Buffer {
  let last = { text: '', frame: encodeHostFrame(OPCODE.text, '') };
  return (text) => {
    if (text !== last.text) last = { text, frame: encodeHostFrame(OPCODE.text, text) };
    return last.frame;
  };
}

function encodeFrame(opcode: number, payload: string | Buffer, masked: number, maskBytes: number): Buffer {
  const length = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length;
  const lengthBytes = length < LENGTH_16 ? 0 : length < 0x10000 ? 2 : 8;
  const headerBytes = 2 + lengthBytes + maskBytes;
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame[0] = FINAL | opcode;
  if (lengthBytes === 0) frame[1] = masked | length;
  else if (lengthBytes === 2) {
    frame[1] = masked | LENGTH_16;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = masked | LENGTH_64;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.fill(0, headerBytes - maskBytes, headerBytes);
  if (typeof payload === 'string') frame.write(payload, headerBytes, 'utf8');
  else payload.copy(frame, headerBytes);
  return frame;
}

/** Cuts what arrives into frames, however the bytes were split on the way. */
export class FrameDecoder {
  private chunks: Buffer[] = [];
  private size = 0;
  /** Known once a frame's header is there. */
  private needed = 2;

  constructor(private readonly maxPayloadBytes: number) {}

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
  }

  /** The next whole frame, if it is there. */
  next(): WebSocketFrame | undefined {
    if (this.size < this.needed) return undefined;
    const start = this.peek();
    const [first = 0, second = 0] = start;
    if ((first & 0x70) !== 0) throw new FramingError('reserved bits are set', PROTOCOL_ERROR);
    if ((second & MASKED) !== 0) throw new FramingError('a host must not mask', PROTOCOL_ERROR);
    const opcode = first & 0x0f;
    const isFinal = (first & FINAL) !== 0;
    const short = second & 0x7f;
    if (opcode >= OPCODE.close && (short > MAX_CONTROL_BYTES || !isFinal)) {
      throw new FramingError('a control frame is too long or split', PROTOCOL_ERROR);
    }
    const headerBytes = 2 + (short === LENGTH_16 ? 2 : short === LENGTH_64 ? 8 : 0);
    if (this.size < headerBytes) {
      this.needed = headerBytes;
      return undefined;
    }
    const length = this.lengthOf(short);
    if (length > this.maxPayloadBytes) {
      throw new FramingError(`a frame of ${length} bytes is over the limit`, TOO_BIG);
    }
    if (this.size < headerBytes + length) {
      this.needed = headerBytes + length;
      return undefined;
    }
    const frame = this.take(headerBytes + length);
    this.needed = 2;
    return { isFinal, opcode, payload: frame.subarray(headerBytes) };
  }

  private lengthOf(short: number): number {
    if (short < LENGTH_16) return short;
    const header = this.peek();
    if (short === LENGTH_16) return header.readUInt16BE(2);
    const length = header.readBigUInt64BE(2);
    return length > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(length);
  }

  /** The first bytes in one piece: enough for the longest header, if they are there. */
  private peek(): Buffer {
    const [first] = this.chunks;
    if (first && (first.length >= 10 || this.chunks.length === 1)) return first;
    const joined = Buffer.concat(this.chunks);
    this.chunks = [joined];
    return joined;
  }

  private take(bytes: number): Buffer {
    const whole = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
    if (!whole) return Buffer.alloc(0);
    this.size -= bytes;
    this.chunks = this.size > 0 ? [whole.subarray(bytes)] : [];
    return whole.subarray(0, bytes);
  }
}
