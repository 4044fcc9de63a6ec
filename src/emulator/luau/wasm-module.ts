// Compiles the VM's wasm once per thread, under the V8 settings that fit how long the process will live.
import { withCoverage } from './wasm-coverage.js';
import { keptLuauWasm } from './wasm-package.js';
import { withOpenSections } from './wasm-sections.js';
import { compileUnderTiers, type LuauStartup } from './wasm-tiers.js';

let compiled: WebAssembly.Module | undefined;
let compiledForCoverage: WebAssembly.Module | undefined;

/** What another thread of this process has compiled serves in this one too. */
export function useLuauModule(module: WebAssembly.Module): void {
  compiled ??= module;
  compiledForCoverage ??= module;
}

/** @param coverage Whether code that it compiles counts how often it runs. */
export function luauModule(startup: LuauStartup, coverage = false): WebAssembly.Module {
  if (coverage) {
    compiledForCoverage ??= compileUnderTiers(startup, withOpenSections(withCoverage(keptLuauWasm())));
    return compiledForCoverage;
  }
  compiled ??= compileUnderTiers(startup, withOpenSections(keptLuauWasm()));
  return compiled;
}
