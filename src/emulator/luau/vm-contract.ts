// What the rest of the emulator knows of how Luau is run.
import type { Clock } from '../../support/clock.js';
import type { ScriptCoverage } from '../../support/script-coverage.js';
import type { LuauStartup } from './wasm-tiers.js';

/** The parts that work on the VM's memory directly: each has a check at start-up and can be left out. */
export type LuauExtra = 'userdata' | 'vector' | 'safeEnvironment';

/** What `host.call` returns to Luau: 0, 0 and the empty text where nothing is said. */
export interface HostReply {
  status?: number;
  number?: number;
  bytes?: Uint8Array | string;
}

export interface LuauVmOptions {
  /**
   * Called when Luau calls `host.call(op, number?, text?)`. `bytes` is a view that is valid only during the call, and
   * only until the VM is used again. A thrown error becomes a Luau error with its message.
   */
  onCall(op: number, value: number, bytes: Buffer): HostReply | undefined;
  /**
   * Of the VM's whole memory, three quarters of it for Luau's own objects; beyond that Luau raises "not enough
   * memory" and the VM stays usable. Default 512 MB.
   */
  memoryLimitBytes?: number;
  /** How long Luau may run from `call`, or from the last `startBudget`, before its threads are stopped. */
  timeLimitMs?: number;
  clock: Clock;
  /** By which `timeLimitMs` counts, where `clock` does not tell real time. */
  limitClock?: Clock;
  /** What math.random begins with; without it, something else in every VM. */
  seed?: number;
  /** `fast` (the default) keeps start and exit of a process short; the first VM of a process decides. */
  startup?: LuauStartup;
  /** Counts how often each line of what is loaded runs. Costs time, and what was loaded stays in memory. */
  coverage?: boolean;
  /** Told of what Luau has compiled by `host.compile`. */
  onCompiled?: ((source: Buffer, chunkName: string) => void) | undefined;
  /** Parts that work on the VM's memory directly and that this VM should do without. */
  withoutExtras?: readonly LuauExtra[];
  /** Starts where another VM was when `takeSnapshot` made this; everything it held by reference is there again. */
  snapshot?: Uint8Array;
}

export interface LuauFunction {
  readonly ref: number;
}

export type LoadResult = { ok: true; fn: LuauFunction } | { ok: false; error: string };
export type CallResult = { ok: true } | { ok: false; error: string };

export interface LuauVm {
  /** Compiles a chunk. An error text has the chunk's name and the line. May be used inside `onCall`. */
  load(source: string | Uint8Array, chunkName: string): LoadResult;
  /** Runs a function without arguments on the VM's main thread; its results are dropped. Not inside `onCall`. */
  call(fn: LuauFunction): CallResult;
  release(fn: LuauFunction): void;
  /** Restarts the time budget, and ends the stopping of threads after it ran out. May be used inside `onCall`. */
  startBudget(): void;
  /** Instead of `timeLimitMs`, from the next `startBudget` on. Only for a VM that was made with a limit. */
  setTimeLimit(limitMs: number): void;
  /** The size of the VM's memory; it never shrinks. */
  readonly memoryBytes: number;
  /** What Luau's own objects take, garbage included. */
  readonly luauBytes: number;
  /**
   * The whole VM as bytes, for `LuauVmOptions.snapshot`: only while nothing runs. The memory of random numbers is the
   * one thing that does not carry over. What the host keeps for the VM (sockets, timers) is the host's own matter.
   */
  takeSnapshot(): Uint8Array;
  /** Of every chunk that was loaded since this VM was made with `coverage`. */
  readCoverage(): ScriptCoverage[];
  dispose(): void;
}
