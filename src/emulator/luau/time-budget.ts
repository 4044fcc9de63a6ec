// Ends threads that run for too long, from inside: Luau's own interrupt raises an error in whatever thread is running.
// Who catches that has a short grace to tell of it and clean up; after it every check raises again, so that a loop behind
// pcall ends too. Only the main thread is spared, because the scheduler that runs on it has to survive.
import type { Clock } from '../../support/clock.js';
import { GLOBAL, THREAD } from './layout.js';
import type { MachineState } from './machine-state.js';
import type { NativeFunctions } from './native-functions.js';
import type { TextAllocator } from './text-allocator.js';
import type { LuauWasm } from './wasm-contract.js';

/** Interrupts between two looks at the clock: at first few, then up to about 0.05 ms of plain Luau. */
const FIRST_STRIDE = 32;
const MAX_STRIDE = 1024;
/** When that took longer than this (the script calls slow functions), the clock is looked at more often. */
const SLOW_STRIDE_MS = 2;
const UNCOUNTED = 2 ** 30;
/** For handlers of the first time-out; never longer than the limit itself. */
const GRACE_MS = 100;

export interface BudgetTarget {
  wasm: LuauWasm;
  natives: NativeFunctions;
  state: MachineState;
  texts: TextAllocator;
}

export class TimeBudget {
  private deadline = Number.POSITIVE_INFINITY;
  private checkedAt = 0;
  private stride = FIRST_STRIDE;
  private isRaising = false;
  private hadGrace = false;
  private readonly key: number;
  private readonly nilType: number;

  constructor(
    private readonly target: BudgetTarget,
    private readonly clock: Clock,
    private limitMs: number,
  ) {
    const { wasm, natives, state, texts } = target;
    this.key = texts.name('timeout');
    this.nilType = texts.name('nil');
    wasm.memory.setPointerAt(state.global + GLOBAL.interrupt, natives.interruptIndex);
    this.restart();
  }

  restart(): void {
    this.checkedAt = this.clock.now();
    this.deadline = this.checkedAt + this.limitMs;
    this.hadGrace = false;
    this.stride = FIRST_STRIDE;
    this.target.natives.setRemaining(this.stride);
  }

  setLimit(limitMs: number): void {
    this.limitMs = limitMs;
  }

  /** Runs when the counted interrupts are used up. */
  onInterrupt(thread: number): void {
    if (this.isRaising) return;
    const now = this.clock.now();
    if (now < this.deadline || thread === this.target.state.mainThread) {
      this.adaptStride(now);
      this.target.natives.setRemaining(this.stride);
      return;
    }
    try {
      this.raise(thread);
    } finally {
      this.giveGrace(now);
    }
  }

  private giveGrace(now: number): void {
    if (this.hadGrace) return;
    this.hadGrace = true;
    this.checkedAt = now;
    this.deadline = now + Math.min(GRACE_MS, this.limitMs);
    this.stride = FIRST_STRIDE;
    this.target.natives.setRemaining(this.stride);
  }

  private adaptStride(now: number): void {
    const elapsedMs = now - this.checkedAt;
    this.checkedAt = now;
    if (elapsedMs > SLOW_STRIDE_MS) {
      this.stride = Math.max(1, Math.floor((this.stride * SLOW_STRIDE_MS) / elapsedMs));
    } else {
      this.stride = Math.min(MAX_STRIDE, this.stride * 2);
    }
  }

  /** Assigns a global in a thread whose globals are the trap; Luau's error comes out as a C++ exception. */
  private raise(thread: number): void {
    const { wasm, natives, state } = this.target;
    const globals = thread + THREAD.globals;
    const saved = wasm.memory.pointerAt(globals);
    wasm.memory.setPointerAt(globals, state.timeoutTrap);
    this.isRaising = true;
    natives.setRemaining(UNCOUNTED);
    try {
      wasm.exports.setGlobal(thread, this.key, this.nilType, this.nilType);
    } finally {
      wasm.memory.setPointerAt(globals, saved);
      this.isRaising = false;
      natives.setRemaining(1);
    }
  }
}
