// C strings inside the VM's memory: names that stay, and texts that are handed over for one call.
import type { LuauWasm } from './wasm-contract.js';

/** Room for any number and its NUL. */
const SCRATCH_BYTES = 32;

export class TextAllocator {
  private readonly names: Map<string, number>;
  private readonly scratch: number;

  constructor(
    private readonly wasm: LuauWasm,
    knownNames: Readonly<Record<string, number>> = {},
  ) {
    this.names = new Map(Object.entries(knownNames));
    this.scratch = wasm.exports.malloc(SCRATCH_BYTES);
  }

  get allNames(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.names);
  }

  /** The address of a short text that is kept for the life of the VM. */
  name(text: string): number {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const address = this.allocate(Buffer.from(text));
    this.names.set(text, address);
    return address;
  }

  /** The address of a short text that is there until the next one; works when there is no memory left. */
  passing(text: string): number {
    this.wasm.memory.writeText(this.scratch, Buffer.from(text));
    return this.scratch;
  }

  /** Zero when there is no memory left. */
  allocate(text: Uint8Array): number {
    const address = this.wasm.exports.malloc(text.length + 1);
    if (address !== 0) this.wasm.memory.writeText(address, text);
    return address;
  }
}
