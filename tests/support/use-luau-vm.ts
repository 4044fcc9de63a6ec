// For tests of the Luau driver: a VM that is disposed of with the test, and that collects what its scripts say.
import { onTestFinished } from 'vitest';
import { createLuauVm } from '../../src/emulator/luau/luau-vm.js';
import type { CallResult, LuauVm, LuauVmOptions } from '../../src/emulator/luau/vm-contract.js';
import { type Clock, createManualClock, systemClock } from '../../src/support/clock.js';

const SAY = 1000;

const PRELUDE = `
function say(...)
  local texts = table.pack(...)
  for index = 1, texts.n do texts[index] = tostring(texts[index]) end
  host.call(${SAY}, 0, table.concat(texts, " "))
end`;

export interface TestVm {
  readonly vm: LuauVm;
  /** Runs a chunk named Test and returns what it said; throws its error. */
  run(source: string | Uint8Array): string[];
  /** Runs a chunk named Test and returns how it ended. */
  attempt(source: string | Uint8Array): CallResult;
}

export function useLuauVm(options: Partial<LuauVmOptions> = {}): TestVm {
  const said: string[] = [];
  const vm = createLuauVm({
    clock: systemClock,
    ...options,
    onCall(op, value, bytes) {
      if (op !== SAY) return options.onCall?.(op, value, bytes);
      said.push(bytes.toString());
      return undefined;
    },
  });
  onTestFinished(() => vm.dispose());

  const attempt = (source: string | Uint8Array): CallResult => {
    const loaded = vm.load(source, '=Test');
    if (!loaded.ok) return loaded;
    const result = vm.call(loaded.fn);
    vm.release(loaded.fn);
    return result;
  };
  const run = (source: string | Uint8Array): string[] => {
    said.length = 0;
    const result = attempt(source);
    if (!result.ok) throw new Error(result.error);
    return [...said];
  };
  if (!options.snapshot) run(PRELUDE);
  return { vm, attempt, run };
}

/** Time that passes only by being looked at, so that a test of a time limit does not wait. */
export function createTickingClock(): Clock {
  const clock = createManualClock();
  return {
    ...clock,
    now() {
      clock.advance(1);
      return clock.now();
    },
  };
}
