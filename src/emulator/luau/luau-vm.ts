// The real Luau VM, synchronous and in the caller's thread.
import { BridgeError } from '../../protocol/bridge-error.js';
import { LuauMachine } from './luau-machine.js';
import type { LuauVm, LuauVmOptions } from './vm-contract.js';
import { luauModule } from './wasm-module.js';
import { LuauPackageError } from './wasm-package.js';

export type { HostReply, LuauFunction, LuauVm, LuauVmOptions } from './vm-contract.js';

/** The first one in a thread also compiles the VM. Throws `EMULATOR_UNAVAILABLE` where it cannot run. */
export function createLuauVm(options: LuauVmOptions): LuauVm {
  return new LuauMachine(moduleFor(options), options);
}

function moduleFor({ startup = 'fast', coverage }: LuauVmOptions): WebAssembly.Module {
  try {
    return luauModule(startup, coverage);
  } catch (error) {
    if (!(error instanceof LuauPackageError)) throw error;
    throw new BridgeError('EMULATOR_UNAVAILABLE', error.message, { cause: error.cause });
  }
}
