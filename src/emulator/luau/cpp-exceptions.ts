// The VM is C++ built with exceptions that go through its host: a throw is a JavaScript throw of the exception's
// address, and each call that may need cleaning up goes through an `invoke` that catches it. This is that host side.
import type { LuauWasm } from './wasm-contract.js';

/** The header that the C++ runtime keeps in front of every exception object. */
const HEADER_BYTES = 24;
const TYPE = 4;
const DESTRUCTOR = 8;
const CAUGHT = 12;
const RETHROWN = 13;
const ADJUSTED = 16;

type WasmFunction = (...values: number[]) => number;

/** What a caught JavaScript value means: numbers are C++ exceptions, anything else is not the VM's. */
export function isCppException(thrown: unknown): thrown is number {
  return typeof thrown === 'number';
}

export function cppExceptionImports(wasm: LuauWasm) {
  let last = 0;
  const caught: number[] = [];

  const findHandler = (...candidates: number[]): number => {
    const { exports, memory } = wasm;
    if (last === 0) {
      exports.setTempRet(0);
      return 0;
    }
    const header = last - HEADER_BYTES;
    memory.setPointerAt(header + ADJUSTED, last);
    const type = memory.pointerAt(header + TYPE);
    if (type === 0) {
      exports.setTempRet(0);
      return last;
    }
    for (const candidate of candidates) {
      if (candidate === 0 || candidate === type) break;
      if (exports.canCatch(candidate, type, header + ADJUSTED) !== 0) {
        exports.setTempRet(candidate);
        return last;
      }
    }
    exports.setTempRet(type);
    return last;
  };

  return {
    throwException(exception: number, type: number, destructor: number): void {
      const header = exception - HEADER_BYTES;
      wasm.memory.setPointerAt(header + ADJUSTED, 0);
      wasm.memory.setPointerAt(header + TYPE, type);
      wasm.memory.setPointerAt(header + DESTRUCTOR, destructor);
      last = exception;
      throw exception;
    },
    resumeException(exception: number): void {
      if (last === 0) last = exception;
      throw last;
    },
    beginCatch(exception: number): number {
      const header = exception - HEADER_BYTES;
      wasm.memory.u8[header + CAUGHT] = 1;
      wasm.memory.u8[header + RETHROWN] = 0;
      caught.push(exception);
      wasm.exports.retainException(exception);
      return wasm.exports.exceptionPointer(exception);
    },
    endCatch(): void {
      wasm.exports.setThrew(0, 0);
      const exception = caught.pop();
      if (exception !== undefined) wasm.exports.releaseException(exception);
      last = 0;
    },
    findHandler,
    typeId: (type: number) => type,
    /** Forgets what an exception left behind that came all the way out to the driver. */
    clear(): void {
      last = 0;
      caught.length = 0;
      wasm.exports.setThrew(0, 0);
    },
  };
}

/** The trampolines, one for each number of arguments. The short ones run for every protected call. */
export function invokeImports(wasm: LuauWasm) {
  const functions: (WasmFunction | undefined)[] = [];
  const at = (index: number): WasmFunction => {
    const known = functions[index];
    if (known) return known;
    const found = wasm.table.get(index) as WasmFunction;
    functions[index] = found;
    return found;
  };
  const recover = (stackPointer: number, thrown: unknown): number => {
    wasm.exports.restoreStack(stackPointer);
    if (!isCppException(thrown)) throw thrown;
    wasm.exports.setThrew(1, 0);
    return 0;
  };
  return {
    invoke1(index: number, a: number): number {
      const stackPointer = wasm.exports.currentStack();
      try {
        return at(index)(a);
      } catch (thrown) {
        return recover(stackPointer, thrown);
      }
    },
    invoke2(index: number, a: number, b: number): number {
      const stackPointer = wasm.exports.currentStack();
      try {
        return at(index)(a, b);
      } catch (thrown) {
        return recover(stackPointer, thrown);
      }
    },
    invoke3(index: number, a: number, b: number, c: number): number {
      const stackPointer = wasm.exports.currentStack();
      try {
        return at(index)(a, b, c);
      } catch (thrown) {
        return recover(stackPointer, thrown);
      }
    },
    invokeMany(index: number, ...values: number[]): number {
      const stackPointer = wasm.exports.currentStack();
      try {
        return at(index)(...values);
      } catch (thrown) {
        return recover(stackPointer, thrown);
      }
    },
  };
}
