// Reads the arguments of a native function straight from the calling thread's stack, and puts results there: no
// copies, no text conversions, and safe for any bytes.
import { BUFFER, SLOT, STRING, THREAD, TYPE } from './layout.js';
import type { WasmMemory } from './wasm-memory.js';

export class StackFrame {
  private base = 0;
  private thread = 0;

  constructor(private readonly memory: WasmMemory) {}

  /** Looks at the running native function of this thread. */
  enter(thread: number): void {
    this.thread = thread;
    this.base = this.memory.pointerAt(thread + THREAD.base);
  }

  /** The type of an argument, counted from 0; `nil` for what was not passed. */
  typeOf(index: number): number {
    const slot = this.base + index * SLOT.size;
    if (slot >= this.memory.pointerAt(this.thread + THREAD.top)) return TYPE.nil;
    return this.memory.pointerAt(slot + SLOT.tag);
  }

  number(index: number): number {
    return this.memory.numberAt(this.base + index * SLOT.size);
  }

  /** The address of the argument's object: a string, table, function, userdata or buffer. */
  object(index: number): number {
    return this.memory.pointerAt(this.base + index * SLOT.size);
  }

  /** The address of the running function itself. */
  callee(): number {
    return this.object(-1);
  }

  /** A view of a string's bytes. */
  stringBytes(index: number): Buffer {
    return stringBytesAt(this.memory, this.object(index));
  }

  /** A view of a buffer's bytes. */
  bufferBytes(index: number): Buffer {
    const buffer = this.object(index);
    const start = buffer + BUFFER.data;
    return this.memory.bytes.subarray(start, start + this.memory.pointerAt(buffer + BUFFER.length));
  }

  /** Pushes three results; a native function always has room for them. */
  returnNumbers(first: number, second: number, third: number): number {
    const { memory } = this;
    const top = memory.pointerAt(this.thread + THREAD.top);
    let slot = top;
    for (let index = 0; index < 3; index++) {
      memory.f64[slot >>> 3] = index === 0 ? first : index === 1 ? second : third;
      memory.u32[(slot + SLOT.tag) >>> 2] = TYPE.number;
      slot += SLOT.size;
    }
    memory.setPointerAt(this.thread + THREAD.top, slot);
    return 3;
  }
}

export function stringBytesAt(memory: WasmMemory, address: number): Buffer {
  const start = address + STRING.data;
  return memory.bytes.subarray(start, start + memory.pointerAt(address + STRING.length));
}

/** How full a thread's stack is, in a form that still holds when the stack has moved. */
export function stackHeight(memory: WasmMemory, thread: number): number {
  return memory.pointerAt(thread + THREAD.top) - memory.pointerAt(thread + THREAD.base);
}

/** Drops what was pushed since. */
export function restoreStackHeight(memory: WasmMemory, thread: number, height: number): void {
  memory.setPointerAt(thread + THREAD.top, memory.pointerAt(thread + THREAD.base) + height);
}
