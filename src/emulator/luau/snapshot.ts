// A booted VM as bytes: the memory pages in which it differs from a new instance, and the driver's own state. Starting
// from one spares compiling and running the same prelude at every start. It fits one build of the VM only.
import { BridgeError } from '../../protocol/bridge-error.js';
import bootSource from './boot.luau';
import type { MachineState } from './machine-state.js';
import type { LuauExtra } from './vm-contract.js';
import type { WasmMemory } from './wasm-memory.js';
import { WASM_SHA256 } from './wasm-package.js';

const PAGE_BYTES = 4096;
const LENGTH_BYTES = 4;
const FORMAT = 2;
/** A shorter run of zeros costs more as a piece than it saves. */
const LEAST_ZEROS = 512;

interface SnapshotHeader {
  readonly key: string;
  readonly memoryBytes: number;
  readonly state: MachineState;
  /** Offset and length of the pieces of memory that follow the header, in order. */
  readonly pieces: readonly Span[];
  /** Pieces that are all zeros, which need not be kept. */
  readonly zeros: readonly Span[];
}

type Span = readonly [offset: number, length: number];

export interface Snapshot {
  readonly header: SnapshotHeader;
  readonly body: Uint8Array;
}

/** `fresh` is the memory of new instances at the stages at which it may be written over. */
export function encodeSnapshot(
  memory: Uint8Array,
  fresh: readonly Uint8Array[],
  state: MachineState,
): Buffer {
  const { pieces, zeros } = withoutZeros(memory, changedPieces(memory, fresh));
  const header: SnapshotHeader = { key: snapshotKey(), memoryBytes: memory.length, state, pieces, zeros };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(text.length);
  return Buffer.concat([
    length,
    text,
    ...pieces.map(([offset, size]) => memory.subarray(offset, offset + size)),
  ]);
}

export function decodeSnapshot(bytes: Uint8Array, withoutExtras: readonly LuauExtra[]): Snapshot {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(buffer);
  if (header?.key !== snapshotKey() || String(header.state.withoutExtras) !== String(withoutExtras)) {
    throw new BridgeError(
      'EMULATOR_UNAVAILABLE',
      'The prepared image of the Luau VM was made by another build, or with other extras.',
      { hint: 'Make it again with this build, or start without it.' },
    );
  }
  return { header, body: buffer.subarray(LENGTH_BYTES + buffer.readUInt32LE(0)) };
}

/** Writes over the memory of a new instance. */
export function restoreMemory(memory: WasmMemory, { header, body }: Snapshot): void {
  if (memory.sizeBytes < header.memoryBytes && !memory.tryGrow(header.memoryBytes)) {
    throw new RangeError(`the memory limit is below the ${header.memoryBytes} bytes of the prepared image`);
  }
  let position = 0;
  for (const [offset, length] of header.pieces) {
    memory.u8.set(body.subarray(position, position + length), offset);
    position += length;
  }
  for (const [offset, length] of header.zeros) memory.u8.fill(0, offset, offset + length);
}

function readHeader(buffer: Buffer): SnapshotHeader | undefined {
  try {
    const length = buffer.readUInt32LE(0);
    return JSON.parse(buffer.toString('utf8', LENGTH_BYTES, LENGTH_BYTES + length)) as SnapshotHeader;
  } catch {
    return undefined;
  }
}

/** As it is: to load what could make it short would take longer than to compare it. */
function snapshotKey(): string {
  return `${FORMAT} ${WASM_SHA256} ${bootSource}`;
}

function changedPieces(memory: Uint8Array, fresh: readonly Uint8Array[]): [number, number][] {
  const pieces: [number, number][] = [];
  for (let offset = 0; offset < memory.length; offset += PAGE_BYTES) {
    const page = memory.subarray(offset, offset + PAGE_BYTES);
    if (fresh.every((other) => isSamePage(page, other, offset))) continue;
    const last = pieces.at(-1);
    if (last && last[0] + last[1] === offset) last[1] += page.length;
    else pieces.push([offset, page.length]);
  }
  return pieces;
}

/** Beyond its end a smaller memory counts as zeros, as it would after growing. */
function isSamePage(page: Uint8Array, other: Uint8Array, offset: number): boolean {
  if (offset < other.length) return Buffer.compare(page, other.subarray(offset, offset + page.length)) === 0;
  return page.every((byte) => byte === 0);
}

/** Takes the long runs of zeros out of the pieces. */
function withoutZeros(memory: Uint8Array, changed: readonly Span[]): { pieces: Span[]; zeros: Span[] } {
  const pieces: Span[] = [];
  const zeros: Span[] = [];
  for (const [offset, length] of changed) {
    const end = offset + length;
    let start = offset;
    for (let at = offset; at < end; at++) {
      if (memory[at] !== 0) continue;
      const from = at;
      while (at < end && memory[at] === 0) at++;
      if (at - from < LEAST_ZEROS) continue;
      if (from > start) pieces.push([start, from - start]);
      zeros.push([from, at - from]);
      start = at;
    }
    if (end > start) pieces.push([start, end - start]);
  }
  return { pieces, zeros };
}
