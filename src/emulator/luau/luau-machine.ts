// One VM: puts the wasm instance, its native functions, the limits and the host port together, newly booted or as a
// snapshot left it.
import type { ScriptCoverage } from '../../support/script-coverage.js';
import { ChunkLoader } from './chunk-loader.js';
import { CoverageCounters } from './coverage-counters.js';
import { clearFreeMemory } from './free-memory.js';
import { HostPort } from './host-port.js';
import { GLOBAL, THREAD } from './layout.js';
import { adoptNativeFunction, checkState } from './layout-check.js';
import { bootMachine, type MachineRoots, type MachineState } from './machine-state.js';
import { MemoryGuard } from './memory-guard.js';
import { addNativeFunctions, type NativeFunctions } from './native-functions.js';
import { ProtectedCaller } from './protected-caller.js';
import { decodeSnapshot, encodeSnapshot, restoreMemory, type Snapshot } from './snapshot.js';
import { TextAllocator } from './text-allocator.js';
import { TimeBudget } from './time-budget.js';
import type { CallResult, LoadResult, LuauFunction, LuauVm, LuauVmOptions } from './vm-contract.js';
import type { LuauWasm } from './wasm-contract.js';
import { ENVIRONMENT_ID, instantiateLuau } from './wasm-instance.js';

const DEFAULT_MEMORY_LIMIT_BYTES = 512 * 1024 * 1024;
const MAX_SEED = 2 ** 31 - 1;

export class LuauMachine implements LuauVm {
  private readonly wasm: LuauWasm;
  private readonly texts: TextAllocator;
  private readonly loader: ChunkLoader;
  private readonly caller: ProtectedCaller;
  private readonly port: HostPort;
  private readonly natives: NativeFunctions;
  private readonly guard: MemoryGuard;
  private readonly state: MachineState;
  private readonly budget: TimeBudget | undefined;
  private readonly counters: CoverageCounters | undefined;
  private timeoutTrap = 0;
  private isDisposed = false;

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly options: LuauVmOptions,
  ) {
    const limitBytes = options.memoryLimitBytes ?? DEFAULT_MEMORY_LIMIT_BYTES;
    const snapshot = options.snapshot && decodeSnapshot(options.snapshot, options.withoutExtras ?? []);
    this.wasm = this.instantiate(limitBytes);
    const { exports, memory } = this.wasm;
    exports.initialize();
    if (snapshot) restoreMemory(memory, snapshot);
    const roots = snapshot ? snapshot.header.state : makeRoots(this.wasm);
    checkState(memory, roots.mainThread, roots.global, snapshot === undefined);
    this.texts = new TextAllocator(this.wasm, snapshot?.header.state.names);
    this.counters = options.coverage ? new CoverageCounters(memory) : undefined;
    this.loader = new ChunkLoader(this.wasm, roots.mainThread, this.texts, this.counters);
    this.caller = new ProtectedCaller(this.wasm, roots.mainThread, this.texts);
    this.natives = addNativeFunctions(this.wasm, roots.originalAllocator, {
      onNative: (thread) => this.port.onNative(thread),
      onExpired: (thread) => this.budget?.onInterrupt(thread),
      onPressure: (extraBytes) => this.guard.onPressure(extraBytes),
    });
    this.guard = new MemoryGuard(memory, roots.global, this.natives, limitBytes);
    this.port = new HostPort(this.wasm, this.texts, this.loader, {
      onCall: options.onCall,
      onCompiled: options.onCompiled,
      global: roots.global,
      guard: this.guard,
      release: (reference) => this.releaseReference(roots.mainThread, reference),
      startBudget: () => this.startBudget(),
    });
    this.state = snapshot ? this.resume(snapshot) : this.boot(roots);
    this.seedRandomNumbers(options.seed ?? Math.floor(Math.random() * MAX_SEED));
    this.budget = this.createBudget();
  }

  load(source: string | Uint8Array, chunkName: string): LoadResult {
    this.assertUsable();
    this.relievePressure();
    return this.loader.load(typeof source === 'string' ? Buffer.from(source) : source, chunkName);
  }

  call(fn: LuauFunction): CallResult {
    this.assertUsable();
    this.assertAtRest();
    this.relievePressure();
    this.port.failure = undefined;
    this.startBudget();
    const problem = this.caller.call(this.state.entries.runner, [['lfunction', String(fn.ref)]]);
    const error = problem ?? this.port.failure;
    return error === undefined ? { ok: true } : { ok: false, error };
  }

  release(fn: LuauFunction): void {
    this.assertUsable();
    this.releaseReference(this.state.mainThread, fn.ref);
  }

  startBudget(): void {
    this.budget?.restart();
  }

  setTimeLimit(limitMs: number): void {
    this.budget?.setLimit(limitMs);
  }

  get memoryBytes(): number {
    return this.wasm.memory.sizeBytes;
  }

  get luauBytes(): number {
    return this.wasm.memory.pointerAt(this.state.global + GLOBAL.totalBytes);
  }

  takeSnapshot(): Uint8Array {
    this.assertUsable();
    this.assertAtRest();
    this.collectGarbage();
    clearFreeMemory(this.wasm);
    const instantiated = this.instantiate(0);
    const beforeStart = Uint8Array.from(instantiated.memory.u8);
    instantiated.exports.initialize();
    return encodeSnapshot(this.wasm.memory.u8, [beforeStart, instantiated.memory.u8], {
      ...this.state,
      names: this.texts.allNames,
    });
  }

  readCoverage(): ScriptCoverage[] {
    this.assertUsable();
    return this.counters?.read() ?? [];
  }

  dispose(): void {
    this.isDisposed = true;
  }

  /** Counters are in the functions' own code, so what counts is kept. */
  private releaseReference(thread: number, reference: number): void {
    if (!this.counters) this.wasm.exports.release(thread, reference);
  }

  private instantiate(limitBytes: number): LuauWasm {
    return instantiateLuau(this.module, {
      limitBytes,
      clock: this.options.clock,
      hooks: {
        sourceText: (id) => this.loader.sourceText(id),
        reportValue: (json) => this.loader.reportValue(json),
        reportResults: (json) => this.caller.reportResults(json),
        pushArguments: (thread) => this.caller.pushArguments(thread),
        callHostObject: (thread) => this.adopt(thread),
      },
    });
  }

  private boot(roots: MachineRoots): MachineState {
    const withoutExtras = this.options.withoutExtras ?? [];
    const { chunk, entries } = bootMachine(this.loader, this.caller, withoutExtras);
    this.wasm.exports.release(roots.mainThread, chunk);
    const { nativeIndex } = this.natives;
    return { ...roots, nativeIndex, entries, withoutExtras, timeoutTrap: this.timeoutTrap, names: {} };
  }

  private resume({ header: { state } }: Snapshot): MachineState {
    if (state.nativeIndex !== this.natives.nativeIndex)
      throw new Error('the function table has another size');
    return state;
  }

  private seedRandomNumbers(seed: number): void {
    this.caller.call(this.state.entries.randomSeed, [['number', String(seed)]]);
  }

  private adopt(thread: number): number {
    this.timeoutTrap = adoptNativeFunction(this.wasm.memory, thread, this.natives.nativeIndex);
    return 0;
  }

  private createBudget(): TimeBudget | undefined {
    const { wasm, natives, state, texts, options } = this;
    const { timeLimitMs, clock, limitClock = clock } = options;
    if (timeLimitMs === undefined) {
      wasm.memory.setPointerAt(state.global + GLOBAL.interrupt, 0);
      return undefined;
    }
    return new TimeBudget({ wasm, natives, state, texts }, limitClock, timeLimitMs);
  }

  /** What filled the memory is garbage by now, unless Luau is still running. */
  private relievePressure(): void {
    if (!this.caller.isRunning && this.guard.isCollectionDue()) this.collectGarbage();
  }

  private collectGarbage(): void {
    this.guard.collect(() => this.caller.call(this.state.entries.collector, []));
  }

  private assertUsable(): void {
    const reason = this.isDisposed ? 'it was disposed of' : this.caller.brokenBy;
    if (reason !== undefined) throw new Error(`this Luau VM cannot be used any more: ${reason}`);
  }

  private assertAtRest(): void {
    if (this.caller.isRunning) throw new Error('Luau is running: this is possible only when it has returned');
  }
}

function makeRoots(wasm: LuauWasm): MachineRoots {
  const mainThread = wasm.exports.makeState(ENVIRONMENT_ID);
  const global = wasm.memory.pointerAt(mainThread + THREAD.global);
  return { mainThread, global, originalAllocator: wasm.memory.pointerAt(global + GLOBAL.allocator) };
}
