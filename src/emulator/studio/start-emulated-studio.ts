// Starts emulated Studios, each in a worker of its own. It loads nothing slow, so that a command can begin with this.

import workerUrl from 'worker:./studio-worker';
import { resolve as resolvePath } from 'node:path';
import { Worker } from 'node:worker_threads';
import { systemClock } from '../../support/clock.js';
import type { Pipe } from '../../support/pipe.js';
import type { PlaceReload } from '../../support/place-reload.js';
import type { ScriptCoverage } from '../../support/script-coverage.js';
import type { StudioDesk } from '../../support/studio-desk.js';
import { unlessAbortedAsync } from '../../support/unless-aborted.js';
import type { OutputEntry } from '../engine/output-entry.js';
import { makeRandomStock } from '../engine/random-stock.js';
import type { HandedPlace } from '../places/handed-place.js';
import { cancelledAsync, startErrorAsync } from '../start-error.js';
import type { EmulatedStudioOptions } from './emulated-studio-options.js';
import { deskOver } from './studio-desk.js';
import type {
  FromWorker,
  ToWorker,
  UnloadedScript,
  WorkerFailure,
  WorkerPreparation,
} from './worker-messages.js';

export type { EmulatedStudioOptions, PluginModel } from './emulated-studio-options.js';

export interface EmulatedStudio {
  /** Settles when it has ended; with an error if nobody asked it to. */
  readonly exited: Promise<{ error?: Error }>;
  /** Every line of its output; the first listener also gets what came before. Returns what ends the listening. */
  onOutput(listener: (entry: OutputEntry) => void): () => void;
  /** With `watch`: each time that the project was read again and something had changed, or could not be read. */
  onReload(listener: (reload: PlaceReload) => void): () => void;
  /**
   * Writes the place to the file that was opened, or to another one. Resolves with the path of the file.
   *
   * @param options Its signal ends the wait with CANCELLED; a file that is being written is written whole.
   */
  savePlaceAsync(path?: string, options?: { signal?: AbortSignal }): Promise<string>;
  /** As a person does around the viewport: plugins' buttons and windows. */
  readonly desk: StudioDesk;
  /** Of one that was started with `coverage`: how often each line ran. What is `unloaded` counts as never run. */
  readCoverageAsync(unloaded: readonly UnloadedScript[]): Promise<readonly ScriptCoverage[]>;
  /** As a user closes Studio: plugins hear of it, sockets close in good order. Once its signal is aborted, at once. */
  closeAsync(options?: { signal?: AbortSignal }): Promise<void>;
  /** Ends it at once. */
  terminateAsync(): Promise<void>;
}

const CLOSE_LIMIT_MS = 3000;
/** Of what nobody has listened to yet. */
const KEPT_LINES = 1000;
/** Of JavaScript's heap in the worker; the Luau VM's memory has a limit of its own. */
const HEAP_LIMIT_MB = 512;

let prepared: StudioThread | undefined;

/** Begins to start one whose options are not known yet: the next `startEmulatedStudioAsync` takes it. */
export function prepareEmulatedStudio({
  startup = 'fast',
  coverage = false,
}: Partial<WorkerPreparation> = {}): void {
  prepared ??= new StudioThread({ startup, coverage });
}

/**
 * Resolves when the plugins have been loaded. Rejects with EMULATOR_UNAVAILABLE where the Luau VM cannot run.
 *
 * @param options With `signal`, the start can be given up: it then ends with CANCELLED.
 */
export async function startEmulatedStudioAsync(
  options: EmulatedStudioOptions & { signal?: AbortSignal },
): Promise<EmulatedStudio> {
  return await startWithPlaceAsync(options);
}

/** @param readPlaceAsync Reads the place while the worker comes up, which reads none then. */
export async function startWithPlaceAsync(
  { signal, ...options }: EmulatedStudioOptions & { signal?: AbortSignal },
  readPlaceAsync?: () => Promise<HandedPlace>,
  admit?: (pipe: Pipe) => void,
): Promise<EmulatedStudio> {
  const { startup = 'fast', coverage = false } = options;
  const isFit = prepared?.startup === startup && prepared.coverage === coverage;
  const thread = (isFit ? prepared : undefined) ?? new StudioThread({ startup, coverage });
  if (thread === prepared) prepared = undefined;
  const stop = () => void thread.terminateAsync();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    thread.admit = admit;
    await thread.openAsync(options, readPlaceAsync);
  } catch (error) {
    // Whatever it was, its thread would keep the process alive.
    await thread.terminateAsync();
    if (!signal?.aborted) throw error;
    throw await cancelledAsync('The start of the emulated Studio');
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  return thread;
}

class StudioThread implements EmulatedStudio {
  readonly exited: Promise<{ error?: Error }>;
  readonly startup: 'fast' | 'throughput';
  readonly coverage: boolean;
  readonly desk = deskOver(async (act) => {
    const answer = await this.requestAsync('had done it', (id) => ({ type: 'desk', id, act }));
    return typeof answer === 'string' ? new TextEncoder().encode(answer) : answer;
  });
  admit: ((pipe: Pipe) => void) | undefined;
  private readonly worker: Worker;
  private readonly listeners = new Set<(entry: OutputEntry) => void>();
  private readonly reloadListeners = new Set<(reload: PlaceReload) => void>();
  private unheard: OutputEntry[] = [];
  private failure: WorkerFailure | undefined;
  private crash: Error | undefined;
  private readonly prepared: Promise<void>;
  private isClosing = false;
  private onOpened: () => void = () => {};
  private onClosed: () => void = () => {};
  private readonly closed = new Promise<void>((resolve) => {
    this.onClosed = resolve;
  });
  private onCoverage: (scripts: readonly ScriptCoverage[]) => void = () => {};
  private readonly requests = new Map<
    number,
    { resolve: (result: string | Uint8Array) => void; reject: (error: Error) => void }
  >();
  private lastRequest = 0;

  constructor(preparation: WorkerPreparation) {
    this.startup = preparation.startup;
    this.coverage = preparation.coverage;
    this.worker = new Worker(workerUrl, {
      workerData: preparation,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
      // Nothing is written there, and piping them would build this process's own streams.
      stdout: true,
      stderr: true,
    });
    // Until it is used, a prepared one keeps no process alive.
    this.worker.unref();
    this.worker.on('message', (message: FromWorker) => this.receive(message));
    this.worker.on('error', (error) => {
      this.crash = error instanceof Error ? error : new Error(String(error));
    });
    this.prepared = this.prepareAsync();
    this.exited = new Promise((resolve) => {
      this.worker.once('exit', () => resolve(this.exitResult()));
    });
  }

  async openAsync(
    options: EmulatedStudioOptions,
    readPlaceAsync?: () => Promise<HandedPlace>,
  ): Promise<void> {
    this.worker.ref();
    const handed = await readPlaceAsync?.();
    // In this order: the worker opens a place in what it was prepared with.
    await this.prepared;
    const opened = new Promise<'opened'>((resolve) => {
      this.onOpened = () => resolve('opened');
    });
    const place = options.place === undefined ? {} : { place: resolvePath(options.place) };
    this.send({
      type: 'open',
      options: { ...options, ...place },
      random: makeRandomStock(),
      ...(handed ? { handed } : {}),
    });
    if (this.startup === 'fast' && !this.failure) await this.compileAheadAsync();
    if ((await Promise.race([opened, this.exited])) === 'opened') return;
    throw await startErrorAsync(this.failure ?? { message: this.crash?.message ?? 'its thread ended' });
  }

  onOutput(listener: (entry: OutputEntry) => void): () => void {
    this.listeners.add(listener);
    const unheard = this.unheard;
    this.unheard = [];
    for (const entry of unheard) listener(entry);
    return () => void this.listeners.delete(listener);
  }

  onReload(listener: (reload: PlaceReload) => void): () => void {
    this.reloadListeners.add(listener);
    return () => void this.reloadListeners.delete(listener);
  }

  async savePlaceAsync(path?: string, { signal }: { signal?: AbortSignal } = {}): Promise<string> {
    if (signal?.aborted) throw await cancelledAsync('Saving the place');
    const saved = this.requestAsync('had saved the place', (id) => ({
      type: 'save',
      id,
      ...(path === undefined ? {} : { path: resolvePath(path) }),
    }));
    return String(await unlessAbortedAsync(saved, signal, () => cancelledAsync('Saving the place')));
  }

  async readCoverageAsync(unloaded: readonly UnloadedScript[]): Promise<readonly ScriptCoverage[]> {
    const read = new Promise<readonly ScriptCoverage[]>((resolve) => {
      this.onCoverage = resolve;
    });
    this.send({ type: 'coverage', unloaded });
    return await Promise.race([read, this.exited.then(() => [])]);
  }

  async closeAsync({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    this.isClosing = true;
    const end = () => void this.worker.terminate();
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end, { once: true });
    this.send({ type: 'close' });
    // One that is busy with a script cannot hear it.
    const timer = systemClock.setTimer(CLOSE_LIMIT_MS, end, { background: true });
    void this.exited.then(() => {
      timer.cancel();
      signal?.removeEventListener('abort', end);
    });
    // Its thread takes a while longer to go.
    await Promise.race([this.closed, this.exited]);
  }

  async terminateAsync(): Promise<void> {
    this.isClosing = true;
    await this.worker.terminate();
  }

  /** Resolves with the answer, however long that takes. */
  private async requestAsync(what: string, message: (id: number) => ToWorker): Promise<string | Uint8Array> {
    const id = ++this.lastRequest;
    const done = new Promise<string | Uint8Array>((resolve, reject) =>
      this.requests.set(id, { resolve, reject }),
    );
    const ended = this.exited.then(() => {
      throw new Error(`the emulated Studio ended before it ${what}`);
    });
    this.send(message(id));
    try {
      return await Promise.race([done, ended]);
    } finally {
      this.requests.delete(id);
    }
  }

  /** Compiles the VM while the worker's thread comes up; loaded only then, so that the thread begins first. */
  private async prepareAsync(): Promise<void> {
    const [{ luauModule }, { LuauPackageError }, { preparedImage }] = await Promise.all([
      import('../luau/wasm-module.js'),
      import('../luau/wasm-package.js'),
      import('./prepared-image.js'),
    ]);
    try {
      this.send({
        type: 'prepare',
        module: luauModule(this.startup, this.coverage),
        image: preparedImage(workerUrl),
      });
    } catch (error) {
      if (!(error instanceof LuauPackageError)) throw error;
      this.failure = { code: 'EMULATOR_UNAVAILABLE', message: error.message };
      await this.worker.terminate();
    }
  }

  /** While the worker opens the place, which it does by itself: its first script finds Luau's compiler ready. */
  private async compileAheadAsync(): Promise<void> {
    const [{ luauModule }, { compileAhead }] = await Promise.all([
      import('../luau/wasm-module.js'),
      import('../luau/compile-ahead.js'),
    ]);
    compileAhead(luauModule(this.startup, this.coverage));
  }

  private send(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromWorker): void {
    switch (message.type) {
      case 'opened':
        this.onOpened();
        return;
      case 'dialled':
        this.admit?.(message.pipe);
        return;
      case 'output':
        for (const entry of message.entries) this.tell(entry);
        return;
      case 'failed':
        this.failure = message.failure;
        void this.worker.terminate();
        return;
      case 'done':
        this.requests.get(message.id)?.resolve(message.result);
        return;
      case 'notDone':
        void startErrorAsync(message.failure).then((error) => this.requests.get(message.id)?.reject(error));
        return;
      case 'coverage':
        this.onCoverage(message.scripts);
        return;
      case 'reloaded':
        for (const listener of this.reloadListeners) listener(message.reload);
        return;
      case 'closed':
        // By a script, if nobody here asked for it.
        this.isClosing = true;
        this.onClosed();
        return;
    }
  }

  private tell(entry: OutputEntry): void {
    if (this.listeners.size === 0 && this.unheard.length < KEPT_LINES) this.unheard.push(entry);
    for (const listener of this.listeners) listener(entry);
  }

  private exitResult(): { error?: Error } {
    if (this.isClosing) return {};
    return { error: this.crash ?? new Error(this.failure?.message ?? 'the emulated Studio ended by itself') };
  }
}
