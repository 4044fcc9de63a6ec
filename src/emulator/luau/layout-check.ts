// Proves at start-up, on values of every kind that the driver reads, that the VM's memory is laid out as layout.ts
// says, before anything is written there. Then it turns the plain closure it was given into the native function.
import { BridgeError } from '../../protocol/bridge-error.js';
import { CLOSURE, GLOBAL, SLOT, TABLE, THREAD, TYPE, USERDATA } from './layout.js';
import { StackFrame } from './stack-frame.js';
import type { WasmMemory } from './wasm-memory.js';

/** The arguments of `adopt` in boot.luau; the first is the host object that is being called. */
const CLOSURE_ARGUMENT = 1;
const TRAP = 2;
const NUMBER = 3;
const STRING = 4;
const BUFFER = 5;
const ARRAY = 6;
const USERDATA_ARGUMENT = 7;

const SAMPLE_NUMBER = 0.5;
const SAMPLE_TEXT = 'sample';
const SAMPLE_ARRAY = [1, 2, 3];
const DEFAULT_COLLECTOR_GOAL = 200;
const DEFAULT_STEP_MULTIPLIER = 200;
const DEFAULT_STEP_SIZE = 1024;
/** newproxy's own tag, one above the highest that hosts may use. */
const PROXY_TAG = 129;

export function checkState(memory: WasmMemory, thread: number, global: number, isNew: boolean): void {
  expect(memory.pointerAt(global + GLOBAL.mainThread) === thread, 'threads');
  expect(
    memory.pointerAt(global + GLOBAL.collectorGoal) === DEFAULT_COLLECTOR_GOAL &&
      memory.pointerAt(global + GLOBAL.collectorStepMultiplier) === DEFAULT_STEP_MULTIPLIER &&
      memory.pointerAt(global + GLOBAL.collectorStepSize) === DEFAULT_STEP_SIZE,
    'garbage collector settings',
  );
  // What ran before a snapshot was taken may have given up the globals' fast paths, as Luau's getfenv(0) does.
  const safety = memory.byteAt(memory.pointerAt(thread + THREAD.globals) + TABLE.safeEnvironment);
  expect(safety === 1 || (!isNew && safety === 0), 'environments');
}

/** Returns the address of the table that raises when it is assigned to. */
export function adoptNativeFunction(memory: WasmMemory, thread: number, nativeIndex: number): number {
  const frame = new StackFrame(memory);
  frame.enter(thread);
  checkValues(memory, frame);
  const closure = frame.object(CLOSURE_ARGUMENT);
  expect(memory.byteAt(closure + CLOSURE.isNative) === 1, 'functions');
  memory.setPointerAt(closure + CLOSURE.entry, nativeIndex);
  memory.setPointerAt(closure + CLOSURE.continuation, 0);
  return frame.object(TRAP);
}

function checkValues(memory: WasmMemory, frame: StackFrame): void {
  expect(frame.typeOf(CLOSURE_ARGUMENT) === TYPE.function, 'functions');
  expect(frame.typeOf(TRAP) === TYPE.table, 'tables');
  expect(frame.typeOf(NUMBER) === TYPE.number && frame.number(NUMBER) === SAMPLE_NUMBER, 'numbers');
  expect(frame.typeOf(STRING) === TYPE.string && frame.stringBytes(STRING).equals(sample()), 'strings');
  expect(frame.typeOf(BUFFER) === TYPE.buffer && frame.bufferBytes(BUFFER).equals(sample()), 'buffers');
  expect(frame.typeOf(ARRAY) === TYPE.table && isSampleArray(memory, frame.object(ARRAY)), 'tables');
  expect(
    frame.typeOf(USERDATA_ARGUMENT) === TYPE.userdata &&
      memory.byteAt(frame.object(USERDATA_ARGUMENT) + USERDATA.tag) === PROXY_TAG &&
      memory.pointerAt(frame.object(USERDATA_ARGUMENT) + USERDATA.metatable) === 0,
    'userdata',
  );
  expect(frame.typeOf(USERDATA_ARGUMENT + 1) === TYPE.nil, 'stacks');
}

function isSampleArray(memory: WasmMemory, table: number): boolean {
  if (memory.pointerAt(table + TABLE.arraySize) !== SAMPLE_ARRAY.length) return false;
  const first = memory.pointerAt(table + TABLE.array);
  return SAMPLE_ARRAY.every((value, index) => memory.numberAt(first + index * SLOT.size) === value);
}

function sample(): Buffer {
  return Buffer.from(SAMPLE_TEXT);
}

function expect(condition: boolean, what: string): void {
  if (condition) return;
  throw new BridgeError(
    'EMULATOR_UNAVAILABLE',
    `The Luau VM keeps its ${what} in memory otherwise than this driver expects, so the emulated Studio cannot start.`,
  );
}
