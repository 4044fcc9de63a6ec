// Compiles the VM's wasm once per thread, under the V8 settings that fit how long the process will live.
import { readLuauWasm } from './wasm-package.js';
import { withGrowableLimits } from './wasm-sections.js';
import { type LuauStartup, underTiers } from './wasm-tiers.js';

let compiled: WebAssembly.Module | undefined;

/** What another thread of this process has compiled serves in this one too. */
export function useLuauModule(module: WebAssembly.Module): void {
  compiled ??= module;
}

export function luauModule(startup: LuauStartup): WebAssembly.Module {
  if (compiled) return compiled;
  const bytes = withGrowableLimits(readLuauWasm());
  compiled = underTiers(startup, () => new WebAssembly.Module(bytes));
  return compiled;
}
