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
/** Above this part of its share there is not the time that Luau takes by itself, and well below it there is again. */
const TIGHT_SHARE = 0.7;
const LOOSE_SHARE = 0.6;
const COLLECTOR_AT_REST = 0;
const MAX_BYTES = 2 ** 32 - 1;

/** How the collector works: both in percent, of what is in use and of what is made meanwhile. */
interface Pace {
  /** How large the heap may become before the next collection. */
  readonly goal: number;
  /** How much it does for each byte that is made. The product with Luau's step size of 1 KB has to stay below 2^31. */
  readonly work: number;
}
const AT_EASE: Pace = { goal: 200, work: 200 };
const TIGHT: Pace = { goal: 120, work: 4000 };
/** Done with all there is before the room after a refusal is used up. */
const URGENT: Pace = { goal: 120, work: 20_000 };
/** Steps of 20 MB, for who waits for the end. */
const AT_ONCE: Pace = { goal: 200, work: 2_000_000 };

export class MemoryGuard {
  private readonly heapBytes: number;
  private readonly roomBytes: number;
  /** What Luau may use in all after it was refused; undefined while memory is plentiful. */
  private allowance: number | undefined;
  private isTight = false;
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
    this.loosen();
  }

  /**
   * Asked between two runs: whether garbage should be collected before anything else is asked of the VM, after a refusal or
   * because what a large piece of work left behind would make the next one fail, for which Luau's own collector is too
   * slow. Not where little was made since the last time: a place that is full of what it needs would do nothing else.
   */
  isCollectionDue(): boolean {
    const { totalBytes } = this;
    if (this.isTight && totalBytes < this.heapBytes * LOOSE_SHARE) this.endPressure();
    const settledBytes = Math.min(this.settledBytes, totalBytes);
    this.settledBytes = settledBytes;
    if (this.isUnderPressure) return totalBytes > settledBytes + this.roomBytes / 2;
    return totalBytes > this.heapBytes * LARGE_SHARE && totalBytes > settledBytes * GROWTH_WORTH_COLLECTING;
  }

  /** Asked when Luau's heap would outgrow what it is allowed; 0 lets the allocation fail. */
  onPressure(extraBytes: number): number {
    if (this.isUnderPressure && this.isCalm) this.endPressure();
    const wanted = this.totalBytes + extraBytes;
    if (wanted > (this.allowance ?? this.heapBytes)) {
      this.refuse();
      return 0;
    }
    if (!this.isUnderPressure) this.tighten();
    return 1;
  }

  /** Runs a collection that may itself use as much as there is. */
  collect(run: () => void): void {
    this.allow(MAX_BYTES);
    run();
    this.settledBytes = this.totalBytes;
    this.endPressure();
    // Luau thinks that as much goes on being made as just before, and would begin anew at once.
    this.beginAt(
      this.settledBytes + (Math.min(this.heapBytes, this.settledBytes * 2) - this.settledBytes) / 2,
    );
  }

  /** Lets the collector do its work in large steps, the first of them at the next chance. */
  hastenCollection(): void {
    this.setPace(AT_ONCE);
    this.beginAt(0);
  }

  relaxCollection(): void {
    if (this.isUnderPressure) this.setPace(URGENT);
    else this.setPace(this.isTight ? TIGHT : AT_EASE);
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
    this.isTight = true;
    this.allowance = this.totalBytes + this.roomBytes;
    this.setPace(URGENT);
    this.beginAt(this.totalBytes);
    this.allow(this.allowance);
  }

  private endPressure(): void {
    this.allowance = undefined;
    if (this.totalBytes < this.heapBytes * LOOSE_SHARE) this.loosen();
    else this.tighten();
  }

  private loosen(): void {
    this.isTight = false;
    this.relaxCollection();
    this.allow(Math.floor(this.heapBytes * TIGHT_SHARE));
  }

  private tighten(): void {
    if (!this.isTight) this.beginAt(this.totalBytes);
    this.isTight = true;
    this.relaxCollection();
    this.allow(this.heapBytes);
  }

  private setPace({ goal, work }: Pace): void {
    this.memory.setPointerAt(this.global + GLOBAL.collectorGoal, goal);
    this.memory.setPointerAt(this.global + GLOBAL.collectorStepMultiplier, work);
  }

  /** How large the heap is when the collector goes on, or begins. */
  private beginAt(bytes: number): void {
    this.memory.setPointerAt(this.global + GLOBAL.collectorThreshold, Math.min(bytes, MAX_BYTES));
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
