// A snapshot holds every page that was ever used, and what was freed there is noise that does not compress. This
// takes all free memory once, clears it and gives it back.
import type { LuauWasm } from './wasm-contract.js';

const LARGEST_BYTES = 1 << 20;
const SMALLEST_BYTES = 16;

export function clearFreeMemory({ exports, memory }: LuauWasm): void {
  const taken: number[] = [];
  memory.withoutGrowth(() => {
    for (let size = LARGEST_BYTES; size >= SMALLEST_BYTES; size >>>= 1) {
      for (let block = exports.malloc(size); block !== 0; block = exports.malloc(size)) {
        memory.u8.fill(0, block, block + size);
        taken.push(block);
      }
    }
  });
  for (const block of taken.reverse()) exports.free(block);
}
