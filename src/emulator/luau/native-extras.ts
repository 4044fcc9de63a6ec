// What Luau offers to C hosts only, done on the VM's memory: native type names for userdata, a metatable for vectors,
// and environments that keep the fast paths. All three give what Roblox's own VM has.
import { GLOBAL, SLOT, TABLE, TYPE, USERDATA } from './layout.js';
import type { WasmMemory } from './wasm-memory.js';

/** Any tag but newproxy's own makes `typeof` and error messages use the metatable's `__type`. */
const TYPED_USERDATA_TAG = 0;

export function retagUserdata(
  memory: WasmMemory,
  options: { pool: number; count: number; metatable: number },
): void {
  const { pool, count, metatable } = options;
  if (memory.pointerAt(pool + TABLE.arraySize) < count)
    throw new Error('the pool of userdata is not an array');
  let slot = memory.pointerAt(pool + TABLE.array);
  for (let index = 0; index < count; index++) {
    if (memory.pointerAt(slot + SLOT.tag) !== TYPE.userdata)
      throw new Error('the pool holds other values than userdata');
    const userdata = memory.pointerAt(slot);
    memory.u8[userdata + USERDATA.tag] = TYPED_USERDATA_TAG;
    memory.setPointerAt(userdata + USERDATA.metatable, metatable);
    slot += SLOT.size;
  }
}

/** Zero takes the metatable away. */
export function setVectorMetatable(memory: WasmMemory, global: number, metatable: number): void {
  memory.setPointerAt(global + GLOBAL.typeMetatables + TYPE.vector * 4, metatable);
}

export function markSafeEnvironment(memory: WasmMemory, environment: number): void {
  memory.u8[environment + TABLE.safeEnvironment] = 1;
}
