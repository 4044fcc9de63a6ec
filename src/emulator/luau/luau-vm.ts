// The real Luau VM, synchronous and in the caller's thread.
import { LuauMachine } from './luau-machine.js';
import type { LuauVm, LuauVmOptions } from './vm-contract.js';
import { luauModule } from './wasm-module.js';

export type { HostReply, LuauFunction, LuauVm, LuauVmOptions } from './vm-contract.js';

/** The first one in a thread also compiles the VM. Throws `EMULATOR_UNAVAILABLE` where it cannot run. */
export function createLuauVm(options: LuauVmOptions): LuauVm {
  return new LuauMachine(luauModule(options.startup ?? 'fast'), options);
}
