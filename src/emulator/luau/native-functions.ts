// Three functions in the VM's own table: the one behind `host.call`, the interrupt that Luau runs at loops and calls,
// and an allocator that knows a limit. They are a tiny wasm module, because only wasm functions can stand in the
// table, and so that counting and comparing does not cross into JavaScript each time.
import type { LuauWasm } from './wasm-contract.js';
import { varint } from './wasm-sections.js';

const I32 = 0x7f;
const MUTABLE = 1;
const WASM_HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

// (import "host" "native" (func $native (param i32) (result i32)))
// (import "host" "expired" (func $expired (param i32)))
// (import "host" "pressure" (func $pressure (param i32) (result i32)))
// (import "host" "original" (func $original (param i32 i32 i32 i32) (result i32)))
// (import "host" "memory" (memory 1))
// (global $remaining (export "remaining") (mut i32) (i32.const 0))
// (global $allowed (export "allowed") (mut i32) (i32.const -1))
// (global $total (export "totalAddress") (mut i32) (i32.const 0))
// (export "native" (func $native))
const TYPES = [
  ...[4, 0x60, 1, I32, 1, I32],
  ...[0x60, 1, I32, 0],
  ...[0x60, 2, I32, I32, 0],
  ...[0x60, 4, I32, I32, I32, I32, 1, I32],
];
const IMPORTS = [
  5,
  ...[...name('host'), ...name('native'), 0, 0],
  ...[...name('host'), ...name('expired'), 0, 1],
  ...[...name('host'), ...name('pressure'), 0, 0],
  ...[...name('host'), ...name('original'), 0, 3],
  ...[...name('host'), ...name('memory'), 2, 0, 1],
];
const FUNCTIONS = [2, 2, 3];
const GLOBALS = [
  ...[3, I32, MUTABLE, 0x41, 0, 0x0b],
  ...[I32, MUTABLE, 0x41, 0x7f, 0x0b],
  ...[I32, MUTABLE, 0x41, 0, 0x0b],
];
const EXPORTS = [
  6,
  ...[...name('remaining'), 3, 0],
  ...[...name('allowed'), 3, 1],
  ...[...name('totalAddress'), 3, 2],
  ...[...name('native'), 0, 0],
  ...[...name('interrupt'), 0, 4],
  ...[...name('allocate'), 0, 5],
];

// (func (export "interrupt") (param $thread i32) (param $gcState i32)
//   (br_if 0 (i32.ge_s (local.get $gcState) (i32.const 0)))
//   (global.set $remaining (i32.sub (global.get $remaining) (i32.const 1)))
//   (br_if 0 (i32.gt_s (global.get $remaining) (i32.const 0)))
//   (call $expired (local.get $thread)))
const INTERRUPT = [
  ...[0, 0x20, 1, 0x41, 0, 0x4e, 0x0d, 0],
  ...[0x23, 0, 0x41, 1, 0x6b, 0x24, 0],
  ...[0x23, 0, 0x41, 0, 0x4a, 0x0d, 0],
  ...[0x20, 0, 0x10, 1, 0x0b],
];

// (func (export "allocate") (param $context i32) (param $block i32) (param $old i32) (param $new i32) (result i32)
//   (if (i32.gt_u (local.get $new) (local.get $old)) (then
//     (if (i32.gt_u
//           (i32.add (i32.load (global.get $total)) (i32.sub (local.get $new) (local.get $old)))
//           (global.get $allowed)) (then
//       (if (i32.eqz (call $pressure (i32.sub (local.get $new) (local.get $old)))) (then
//         (return (i32.const 0))))))))
//   (call $original (local.get $context) (local.get $block) (local.get $old) (local.get $new)))
const ALLOCATE = [
  ...[0, 0x20, 3, 0x20, 2, 0x4b, 0x04, 0x40],
  ...[0x23, 2, 0x28, 2, 0, 0x20, 3, 0x20, 2, 0x6b, 0x6a, 0x23, 1, 0x4b, 0x04, 0x40],
  ...[0x20, 3, 0x20, 2, 0x6b, 0x10, 2, 0x45, 0x04, 0x40],
  ...[0x41, 0, 0x0f, 0x0b, 0x0b, 0x0b],
  ...[0x20, 0, 0x20, 1, 0x20, 2, 0x20, 3, 0x10, 3, 0x0b],
];
const MODULE = Uint8Array.from([
  ...WASM_HEADER,
  ...section(1, TYPES),
  ...section(2, IMPORTS),
  ...section(3, FUNCTIONS),
  ...section(6, GLOBALS),
  ...section(7, EXPORTS),
  ...section(10, [2, ...varint(INTERRUPT.length), ...INTERRUPT, ...varint(ALLOCATE.length), ...ALLOCATE]),
]);

let compiled: WebAssembly.Module | undefined;

export interface NativeHandlers {
  /** Runs Luau's native function; returns how many results it pushed. */
  onNative(thread: number): number;
  /** Runs when the counted interrupts are used up. */
  onExpired(thread: number): void;
  /** Runs when so many bytes more than allowed are wanted; 0 refuses them. */
  onPressure(extraBytes: number): number;
}

export interface NativeFunctions {
  /** Indexes in the VM's table. */
  readonly nativeIndex: number;
  readonly interruptIndex: number;
  readonly allocatorIndex: number;
  /** How many interrupts are counted off before `onExpired` runs. */
  setRemaining(count: number): void;
  /** How large Luau's heap, as counted at `totalAddress`, may be before `onPressure` runs. */
  setAllowed(bytes: number, totalAddress: number): void;
}

/** `originalAllocator` is the table index of the VM's own allocator. */
export function addNativeFunctions(
  wasm: LuauWasm,
  originalAllocator: number,
  handlers: NativeHandlers,
): NativeFunctions {
  compiled ??= new WebAssembly.Module(MODULE);
  const host = {
    native: handlers.onNative,
    expired: handlers.onExpired,
    pressure: handlers.onPressure,
    original: wasm.table.get(originalAllocator) as WebAssembly.ImportValue,
    memory: wasm.memory.memory,
  };
  const { exports } = new WebAssembly.Instance(compiled, { host });
  const remaining = exports.remaining as WebAssembly.Global;
  const allowed = exports.allowed as WebAssembly.Global;
  const total = exports.totalAddress as WebAssembly.Global;
  const first = wasm.table.grow(3);
  wasm.table.set(first, exports.native);
  wasm.table.set(first + 1, exports.interrupt);
  wasm.table.set(first + 2, exports.allocate);
  return {
    nativeIndex: first,
    interruptIndex: first + 1,
    allocatorIndex: first + 2,
    setRemaining(count) {
      remaining.value = count;
    },
    setAllowed(bytes, totalAddress) {
      total.value = totalAddress;
      allowed.value = bytes | 0;
    },
  };
}

function section(id: number, body: number[]): number[] {
  return [id, ...varint(body.length), ...body];
}

function name(text: string): number[] {
  return [text.length, ...Buffer.from(text, 'latin1')];
}
