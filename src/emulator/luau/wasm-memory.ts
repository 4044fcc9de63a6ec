// Typed views of the VM's memory. Growing it detaches every view, so all access goes through this one owner; it also
// holds the limit, beyond which Luau sees a failed allocation and raises "not enough memory".

const PAGE_BYTES = 65_536;
const GROWTH_FACTOR = 1.3;
const MAX_EAGER_GROWTH_BYTES = 64 * 1024 * 1024;

export class WasmMemory {
  u8: Uint8Array;
  i32: Int32Array;
  u32: Uint32Array;
  f64: Float64Array;
  bytes: Buffer;
  /** Told when the VM could not get memory. */
  onRefused: () => void = () => undefined;

  constructor(
    readonly memory: WebAssembly.Memory,
    private limitBytes: number,
  ) {
    const { buffer } = memory;
    this.u8 = new Uint8Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.bytes = Buffer.from(buffer);
  }

  get sizeBytes(): number {
    return this.u8.length;
  }

  /** Grows to `requiredBytes` at least; false where the limit or the machine forbids it. */
  tryGrow(requiredBytes: number): boolean {
    if (requiredBytes > this.limitBytes) return this.refuse();
    const eager = Math.min(this.sizeBytes * GROWTH_FACTOR, this.sizeBytes + MAX_EAGER_GROWTH_BYTES);
    const target = Math.min(Math.max(requiredBytes, eager), this.limitBytes);
    try {
      this.memory.grow(Math.ceil((target - this.sizeBytes) / PAGE_BYTES));
    } catch {
      return this.refuse();
    }
    const { buffer } = this.memory;
    this.u8 = new Uint8Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.bytes = Buffer.from(buffer);
    return true;
  }

  withoutGrowth(run: () => void): void {
    const { limitBytes, onRefused } = this;
    this.limitBytes = 0;
    this.onRefused = () => undefined;
    run();
    this.limitBytes = limitBytes;
    this.onRefused = onRefused;
  }

  pointerAt(address: number): number {
    return this.u32[address >>> 2] ?? 0;
  }

  setPointerAt(address: number, value: number): void {
    this.u32[address >>> 2] = value;
  }

  byteAt(address: number): number {
    return this.u8[address] ?? 0;
  }

  numberAt(address: number): number {
    return this.f64[address >>> 3] ?? 0;
  }

  /** A text that ends with NUL. */
  textAt(address: number): string {
    return this.bytes.toString('utf8', address, this.u8.indexOf(0, address));
  }

  /** Puts bytes and a closing NUL. */
  writeText(address: number, text: Uint8Array): void {
    this.u8.set(text, address);
    this.u8[address + text.length] = 0;
  }

  private refuse(): false {
    this.onRefused();
    return false;
  }
}
