// The driver writes into the VM's memory, so another layout than the known one must stop it before it does.
import { expect, test } from 'vitest';
import { verifiesTogether } from '../../../tests/support/verifies.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { adoptNativeFunction, checkState } from './layout-check.js';
import { WasmMemory } from './wasm-memory.js';

const PAGE_BYTES = 65_536;
const THREAD = 1024;

function usePlainMemory(): WasmMemory {
  return new WasmMemory(new WebAssembly.Memory({ initial: 1 }), PAGE_BYTES);
}

verifiesTogether('vm.pinned', 'another layout', () => {
  test.each([
    ['threads', (memory: WasmMemory) => checkState(memory, THREAD, 2048, true)],
    ['functions', (memory: WasmMemory) => adoptNativeFunction(memory, THREAD, 1)],
  ])('names what is elsewhere: %s', (what, check) => {
    const memory = usePlainMemory();
    expect(() => check(memory)).toThrow(BridgeError);
    expect(() => check(memory)).toThrow(
      `The Luau VM keeps its ${what} in memory otherwise than this driver expects, so the emulated Studio cannot start.`,
    );
    expect(memory.u8.every((byte) => byte === 0)).toBe(true);
  });
});
