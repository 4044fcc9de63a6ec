// How the driver's parts see the wasm: its functions by what they do, and what it asks of the driver while it works.
import type { WasmMemory } from './wasm-memory.js';

/** The functions that the wasm offers, by what they do. Threads and texts are addresses. */
export interface LuauExports {
  initialize(): void;
  malloc(sizeBytes: number): number;
  free(address: number): void;
  makeState(environmentId: number): number;
  /** Compiles source text 0 under chunk name 1 (see `WasmHooks.sourceText`) and leaves a function or an error. */
  load(thread: number, sourceId: number, chunkNameId: number): number;
  /** Registers the value at a stack index and reports it to `WasmHooks.reportValue`; does not pop it. */
  registerValue(thread: number, index: number): void;
  release(thread: number, reference: number): void;
  protectedCall(thread: number, reference: number, argumentsId: number): number;
  push(thread: number, type: number, value: number, key: number): void;
  setGlobal(thread: number, key: number, type: number, value: number): void;
  setThrew(threw: number, value: number): void;
  setTempRet(value: number): void;
  currentStack(): number;
  restoreStack(stackPointer: number): void;
  retainException(exception: number): void;
  releaseException(exception: number): void;
  canCatch(candidate: number, type: number, adjusted: number): number;
  exceptionPointer(exception: number): number;
}

/** What the VM asks of the driver while it works. */
export interface WasmHooks {
  /** A fresh allocation with the text; the VM does not free the chunk name. */
  sourceText(id: number): number;
  pushArguments(thread: number): number;
  reportValue(json: string): void;
  reportResults(json: string): void;
  /** A host object was called as a function. */
  callHostObject(thread: number): number;
}

export interface LuauWasm {
  readonly exports: LuauExports;
  readonly memory: WasmMemory;
  readonly table: WebAssembly.Table;
  /** Resets the exception state after a C++ exception reached the driver. */
  clearExceptions(): void;
}
