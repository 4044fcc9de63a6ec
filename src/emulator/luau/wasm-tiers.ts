// How V8 compiles the VM. It can only be set for the whole process, and any change of it makes V8 refuse all code that
// was compiled before, that of Node's own modules included: so it is set for a moment and taken back.
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8';
import { INTERPRETER } from './wasm-sections.js';

/** `fast` keeps start and exit short; `throughput` leaves V8's defaults, which optimise in the background. */
export type LuauStartup = 'fast' | 'throughput';

/** So large that only truly long scripts start optimising jobs, for which Node would wait at its exit. */
const UNHURRIED_BUDGET = 2_000_000_000;
/**
 * V8 takes what a function costs off its budget each time that it returns or goes round a loop: the length of the loop,
 * though never more than a quarter of what the budget is while it compiles the function. The interpreter's loop is so
 * long that some ten thousand instructions of Luau would use up any budget; with this one it takes twenty million.
 */
const INTERPRETER_BUDGET = 400;
/** An address beyond any memory. */
const NOWHERE = -16;
/** V8 tells nobody its defaults; these are of the V8 in Node 20 and of later ones. */
const DEFAULT_BUDGETS = [1_800_000, 13_000_000];

/** V8 keeps with a module what was set when it was made, and with a function what was set when it was compiled. */
export function compileUnderTiers(startup: LuauStartup, wasm: Uint8Array): WebAssembly.Module {
  if (startup === 'throughput') return new WebAssembly.Module(wasm);
  const before = cachedDataVersionTag();
  setBudget(UNHURRIED_BUDGET);
  try {
    const module = compileLazily(wasm);
    setBudget(INTERPRETER_BUDGET);
    compileInterpreter(module);
    return module;
  } finally {
    DEFAULT_BUDGETS.some((budget) => {
      setBudget(budget);
      return cachedDataVersionTag() === before;
    });
  }
}

/** Most of it is never called: what is not compiled need not be looked at either. */
function compileLazily(wasm: Uint8Array): WebAssembly.Module {
  setFlagsFromString('--wasm-lazy-validation');
  try {
    return new WebAssembly.Module(wasm);
  } finally {
    setFlagsFromString('--no-wasm-lazy-validation');
  }
}

/** V8 compiles a function when it is first called. All instances have the same code, in every thread. */
function compileInterpreter(module: WebAssembly.Module): void {
  const anything = new Proxy({}, { get: () => () => 0 });
  const { [INTERPRETER.exportName]: execute } = new WebAssembly.Instance(module, { a: anything }).exports;
  try {
    // No thread is there: its first step ends it.
    if (typeof execute === 'function') execute(NOWHERE);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
  }
}

function setBudget(budget: number): void {
  setFlagsFromString(`--wasm-tiering-budget=${budget}`);
}
