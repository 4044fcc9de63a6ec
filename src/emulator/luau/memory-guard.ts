// Keeps a VM usable after it ran out of memory. Luau itself never collects garbage because an allocation failed, so a
// full heap would stay full; and a heap that is full to the last byte leaves no room to report the error. Therefore
// Luau's objects get a part of the limit only; each refusal forces a collection and leaves a little room to go on.
import { GLOBAL } from './layout.js';
import type { NativeFunctions } from './native-functions.js';
import type { WasmMemory } from './wasm-memory.js';

/** What the VM's code keeps for itself: its stack and its tables. */
const OWN_BYTES = 2 * 1024 * 1024;
/** The rest is for the compiler, for what the allocator wastes, and for the room after refusals. */
const HEAP_SHARE = 3 / 4;
/** How much of the limit opens up after each refusal, within bounds: a scheduler has to report and go on in it. */
const ROOM_SHARE = 1 / 64;
const MIN_ROOM_BYTES = 256 * 1024;
const MAX_ROOM_BYTES = 4 * 1024 * 1024;
/** A heap below this part of its share is not full: then the one allocation was too large. */
const CALM_SHARE = 0.8;
/** A heap above this part of its share is collected between two runs, unless most of it was in use the last time. */
const LARGE_SHARE = 0.5;
const GROWTH_WORTH_COLLECTING = 1.5;
const NORMAL_STEP_MULTIPLIER = 200;
/** With Luau's step size of 1 KB: steps of 20 MB. The product has to stay below 2^31. */
const HASTY_STEP_MULTIPLIER = 2_000_000;
/** How much larger the heap may be before the next collection than the last one left it. */
const GROWTH_BEFORE_NEXT = 1.5;
const COLLECTOR_AT_REST = 0;
const MAX_BYTES = 2 ** 32 - 1;

export class MemoryGuard {
  private readonly heapBytes: number;
  private readonly roomBytes: number;
  /** What Luau may use in all after it was refused; undefined while memory is plentiful. */
  private allowance: number | undefined;
  /** What was left by the last whole collection. */
  private settledBytes = 0;
  private seenPhase = COLLECTOR_AT_REST;

  constructor(
    private readonly memory: WasmMemory,
    private readonly global: number,
    private readonly natives: NativeFunctions,
    limitBytes: number,
  ) {
    this.heapBytes = Math.max(0, Math.floor((limitBytes - OWN_BYTES) * HEAP_SHARE));
    this.roomBytes = Math.min(Math.max(limitBytes * ROOM_SHARE, MIN_ROOM_BYTES), MAX_ROOM_BYTES);
    memory.setPointerAt(global + GLOBAL.allocator, natives.allocatorIndex);
    memory.onRefused = () => this.refuse();
    this.allow(this.heapBytes);
  }

  /**
   * Whether garbage should be collected before anything else is asked of the VM: after a refusal, or because what a large
   * piece of work left behind would make the next one fail, for which Luau's own collector is too slow.
   */
  get isCollectionDue(): boolean {
    const { totalBytes } = this;
    const isLarge = totalBytes > this.heapBytes * LARGE_SHARE;
    return this.isUnderPressure || (isLarge && totalBytes > this.settledBytes * GROWTH_WORTH_COLLECTING);
  }

  /** Asked when Luau's heap would outgrow what it is allowed; 0 lets the allocation fail. */
  onPressure(extraBytes: number): number {
    if (this.isUnderPressure && this.isCalm) this.endPressure();
    const wanted = this.totalBytes + extraBytes;
    if (wanted <= (this.allowance ?? this.heapBytes)) return 1;
    this.refuse();
    return 0;
  }

  /** Runs a collection that may itself use as much as there is. */
  collect(run: () => void): void {
    this.allow(MAX_BYTES);
    run();
    this.endPressure();
    this.settledBytes = this.totalBytes;
    // Luau thinks that as much goes on being made as just before, and would begin anew at once.
    const next = Math.min(this.settledBytes * GROWTH_BEFORE_NEXT, MAX_BYTES);
    this.memory.setPointerAt(this.global + GLOBAL.collectorThreshold, next);
  }

  /** Lets the collector do its work in large steps, the first of them at the next chance. */
  hastenCollection(): void {
    this.memory.setPointerAt(this.global + GLOBAL.collectorStepMultiplier, HASTY_STEP_MULTIPLIER);
    this.memory.setPointerAt(this.global + GLOBAL.collectorThreshold, 0);
  }

  relaxCollection(): void {
    if (!this.isUnderPressure) {
      this.memory.setPointerAt(this.global + GLOBAL.collectorStepMultiplier, NORMAL_STEP_MULTIPLIER);
    }
  }

  /**
   * Whether a collection has ended since this was asked last. Luau may begin the next one in the same breath, so that the
   * collector is never seen at rest; but it goes through fewer phases between two questions than a collection has.
   */
  hasCollectionEnded(): boolean {
    const phase = this.memory.byteAt(this.global + GLOBAL.collectorState);
    const hasEnded = phase === COLLECTOR_AT_REST || phase < this.seenPhase;
    this.seenPhase = phase;
    return hasEnded;
  }

  private get isUnderPressure(): boolean {
    return this.allowance !== undefined;
  }

  private refuse(): void {
    if (this.isCalm) return;
    this.allowance = this.totalBytes + this.roomBytes;
    this.hastenCollection();
    this.allow(this.allowance);
  }

  private endPressure(): void {
    this.allowance = undefined;
    this.relaxCollection();
    this.allow(this.heapBytes);
  }

  private get totalBytes(): number {
    return this.memory.pointerAt(this.global + GLOBAL.totalBytes);
  }

  private get isCalm(): boolean {
    return this.totalBytes < this.heapBytes * CALM_SHARE;
  }

  private allow(bytes: number): void {
    this.natives.setAllowed(bytes, this.global + GLOBAL.totalBytes);
  }
}
