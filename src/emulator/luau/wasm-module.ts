// Compiles the VM's wasm once per thread, under the V8 settings that fit how long the process will live.
import { setFlagsFromString } from 'node:v8';
import { readLuauWasm } from './wasm-package.js';
import { withGrowableLimits } from './wasm-sections.js';

/** `fast` keeps start and exit short; `throughput` leaves V8's defaults, which optimise in the background. */
export type LuauStartup = 'fast' | 'throughput';

let compiled: WebAssembly.Module | undefined;

/** What another thread of this process has compiled serves in this one too. */
export function useLuauModule(module: WebAssembly.Module): void {
  compiled ??= module;
}

/** The first caller in a process decides the V8 settings: they apply to all of it. */
export function luauModule(startup: LuauStartup): WebAssembly.Module {
  if (compiled) return compiled;
  // At its exit Node waits for optimising jobs; with so large a budget only truly long scripts start any.
  if (startup === 'fast') setFlagsFromString('--wasm-tiering-budget=2000000000');
  compiled = new WebAssembly.Module(withGrowableLimits(readLuauWasm()));
  return compiled;
}
