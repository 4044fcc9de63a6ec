// One instance of the VM's wasm. The package's own script is not used (it caps memory, mangles strings and leaks), so
// its minified import and export names are mapped here; the checksum in wasm-package.ts keeps this table true.
import type { Clock } from '../../support/clock.js';
import { cppExceptionImports, invokeImports } from './cpp-exceptions.js';
import { systemImports } from './system-imports.js';
import type { LuauExports, LuauWasm, WasmHooks } from './wasm-contract.js';
import { WasmMemory } from './wasm-memory.js';

const EXPORT_NAMES: Readonly<Record<keyof LuauExports, string>> = {
  initialize: 'U',
  registerValue: 'V',
  free: 'W',
  setGlobal: 'X',
  push: 'Y',
  protectedCall: 'Z',
  release: 'aa',
  makeState: 'ea',
  load: 'fa',
  malloc: 'ha',
  setThrew: 'ia',
  setTempRet: 'ja',
  restoreStack: 'ka',
  currentStack: 'ma',
  retainException: 'na',
  releaseException: 'oa',
  canCatch: 'pa',
  exceptionPointer: 'qa',
};
/** Of a state: any but 0, which the VM's own glue reserves. */
export const ENVIRONMENT_ID = 1;

const MEMORY_EXPORT = 'T';
const TABLE_EXPORT = '_';

/** Filled in once the instance is there: the imports are made before it, and use it only after. */
class LateWasm implements LuauWasm {
  declare exports: LuauExports;
  declare memory: WasmMemory;
  declare table: WebAssembly.Table;
  declare clearExceptions: () => void;
}

export function instantiateLuau(
  module: WebAssembly.Module,
  options: { limitBytes: number; clock: Clock; hooks: WasmHooks },
): LuauWasm {
  const { hooks, clock } = options;
  const wasm = new LateWasm();
  const exceptions = cppExceptionImports(wasm);
  const invoke = invokeImports(wasm);
  const system = systemImports(wasm, clock);
  const hostObjects = () => {
    throw new Error('host objects are not shared with Luau');
  };

  const reportValue = (json: number): number => {
    hooks.reportValue(wasm.memory.textAt(json));
    return 0;
  };

  const imports: Record<string, (...values: never[]) => unknown> = {
    n: exceptions.beginCatch,
    u: exceptions.endCatch,
    b: exceptions.findHandler,
    l: exceptions.findHandler,
    r: exceptions.findHandler,
    p: exceptions.throwException,
    f: exceptions.resumeException,
    t: exceptions.typeId,
    A: system.abort,
    E: system.utcTime,
    F: system.localTime,
    G: system.timeZone,
    I: system.clockTime,
    H: system.wallTime,
    B: system.growMemory,
    D: system.closeFile,
    C: system.seekFile,
    v: system.writeFile,
    k: invoke.invokeMany,
    e: invoke.invoke1,
    i: invoke.invoke1,
    a: invoke.invoke2,
    c: invoke.invoke2,
    g: invoke.invoke3,
    h: invoke.invoke3,
    j: invoke.invokeMany,
    d: invoke.invokeMany,
    m: invoke.invokeMany,
    q: invoke.invokeMany,
    s: invoke.invokeMany,
    o: invoke.invokeMany,
    w: invoke.invokeMany,
    x: hooks.sourceText,
    N: hooks.pushArguments,
    O: () => 0,
    P: hooks.callHostObject,
    L: reportValue,
    M: (_thread: number, json: number) => hooks.reportResults(wasm.memory.textAt(json)),
    J: () => undefined,
    K: () => undefined,
    z: reportValue,
    y: hostObjects,
    R: hostObjects,
    Q: hostObjects,
    S: hostObjects,
  };

  const instance = new WebAssembly.Instance(module, { a: imports });
  const named = Object.entries(EXPORT_NAMES).map(([name, letter]) => [name, instance.exports[letter]]);
  wasm.exports = Object.fromEntries(named) as LuauExports;
  wasm.memory = new WasmMemory(instance.exports[MEMORY_EXPORT] as WebAssembly.Memory, options.limitBytes);
  wasm.table = instance.exports[TABLE_EXPORT] as WebAssembly.Table;
  wasm.clearExceptions = exceptions.clear;
  return wasm;
}
