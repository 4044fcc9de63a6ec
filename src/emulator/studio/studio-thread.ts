// The worker thread of an emulated Studio: a runaway plugin or one that eats memory harms only this thread. The VM
// starts at once, before the worker is told what to open.
import { MessageChannel, type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type Clock, systemClock } from '../../support/clock.js';
import type { StudioFaultPlan } from '../../support/studio-faults.js';
import type { FaultsOfStudio } from '../engine/faults/faults-of-studio.js';
import type { OutputEntry } from '../engine/output-entry.js';
import { useRandomStock } from '../engine/random-stock.js';
import { createVirtualClock } from '../engine/virtual-clock.js';
import { useLuauModule } from '../luau/wasm-module.js';
import type { HandedPlace } from '../places/handed-place.js';
import { InThreadStudio } from './emulated-studio.js';
import type { EmulatedStudioOptions } from './emulated-studio-options.js';
import { OutputPost } from './output-post.js';
import { ReadyPlace, type StudioPlace } from './ready-place.js';
import type {
  FromWorker,
  ToWorker,
  UnloadedScript,
  WorkerFailure,
  WorkerPreparation,
} from './worker-messages.js';

const { startup, coverage } = workerData as WorkerPreparation;
/** The engine with this package's plugin compiled. */
let image: Uint8Array | undefined;
let studio: InThreadStudio | undefined;
let innerPort: number | undefined;
const port = parentPort;
const output = new OutputPost<OutputEntry>((entries) => port?.postMessage({ type: 'output', entries }));
port?.on('message', (message: ToWorker) => {
  if (message.type === 'prepare') prepare(message.module, message.image);
  else if (message.type === 'open') {
    useRandomStock(message.random);
    void openAsync(message.options, message.handed);
  } else if (message.type === 'coverage') readCoverage(message.unloaded);
  else if (message.type === 'save') {
    const { id, path } = message;
    void answerAsync(id, async (open) => await open.savePlaceAsync(path));
  } else if (message.type === 'desk') {
    const { id, act } = message;
    void answerAsync(id, async (open) => await open.actAtDeskAsync(act));
  } else void closeAsync();
});

function prepare(module: WebAssembly.Module, prepared: Uint8Array | undefined): void {
  useLuauModule(module);
  image = prepared;
  studio = tryTo(() => createStudio({ startup, coverage }));
}

function createStudio(
  limits: ConstructorParameters<typeof InThreadStudio>[1],
  clock: Clock = systemClock,
): InThreadStudio {
  return new InThreadStudio(
    {
      clock,
      onOutput: (entry) => output.add(entry),
      onFailure: (error) => post({ type: 'failed', failure: describe(error) }),
      onReload: (reload) =>
        post({ type: 'reloaded', reload: 'error' in reload ? { problem: describe(reload.error) } : reload }),
      onShutDown: () => void closeAsync(),
      dial,
    },
    { ...limits, image },
  );
}

const ON_THIS_MACHINE = /^ws:\/\/(?:localhost|127\.0\.0\.1):(\d+)\//;

/** Where the host is in this process, it gets one end of a pipe and the plugin the other. */
function dial(url: string): MessagePort | undefined {
  const dialled = ON_THIS_MACHINE.exec(url)?.[1];
  if (innerPort === undefined || dialled !== String(innerPort)) return undefined;
  const { port1, port2 } = new MessageChannel();
  port?.postMessage({ type: 'dialled', pipe: port2 } satisfies FromWorker, [port2]);
  return port1;
}

/** Only who has a place pays for reading it. */
async function openAsync(options: EmulatedStudioOptions, handed?: HandedPlace): Promise<void> {
  const { place, faults: plan } = options;
  if (options.isInner) innerPort = options.port;
  if (place === undefined && plan === undefined && !options.watch) {
    if (tryTo(() => open(options))) post({ type: 'opened' });
    return;
  }
  if (handed && plan === undefined && !options.watch) {
    if (tryTo(() => open(options, new ReadyPlace(handed)))) post({ type: 'opened' });
    return;
  }
  try {
    const faults = plan && (await loadFaultsAsync(plan));
    const opened = place === undefined ? undefined : new (await import('./open-place.js')).OpenPlace(place);
    if (!open(options, opened, faults)) return;
    if (options.watch) await studio?.watchAsync();
    post({ type: 'opened' });
  } catch (error) {
    post({ type: 'failed', failure: describe(error) });
  }
}

async function loadFaultsAsync(plan: StudioFaultPlan): Promise<FaultsOfStudio> {
  const { blockThread, FaultsOfStudio } = await import('../engine/faults/faults-of-studio.js');
  return new FaultsOfStudio(plan, {
    clock: systemClock,
    onCrash: () => {
      post({ type: 'failed', failure: { message: 'it crashed, as its plan of faults says' } });
      // Until it is terminated: nothing more may be sent, and nobody told.
      blockThread();
    },
  });
}

function readCoverage(unloaded: readonly UnloadedScript[]): void {
  tryTo(() => post({ type: 'coverage', scripts: studio?.readCoverage(unloaded) ?? [] }));
}

async function answerAsync(
  id: number,
  workAsync: (studio: InThreadStudio) => Promise<string | Uint8Array>,
): Promise<void> {
  try {
    if (!studio) throw new Error('the emulated Studio is not open');
    post({ type: 'done', id, result: await workAsync(studio) });
  } catch (error) {
    post({ type: 'notDone', id, failure: describe(error) });
  }
}

function open(options: EmulatedStudioOptions, place?: StudioPlace, faults?: FaultsOfStudio): boolean {
  const { scriptTimeLimitMs, memoryLimitBytes, seed, virtualTime = false } = options;
  const limits = { scriptTimeLimitMs, memoryLimitBytes, seed, faults };
  if (virtualTime || Object.values(limits).some((limit) => limit !== undefined)) {
    studio?.terminate();
    studio = createStudio(
      { startup, coverage, ...definedOf(limits) },
      virtualTime ? createVirtualClock() : systemClock,
    );
  }
  studio?.open(options, place);
  return studio !== undefined;
}

/** Without the properties that are there but undefined. */
function definedOf<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const defined = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

async function closeAsync(): Promise<void> {
  await studio?.closeAsync();
  post({ type: 'closed' });
  // Nothing keeps the thread now.
  port?.close();
}

function post(message: FromWorker): void {
  output.flush();
  port?.postMessage(message);
}

/** A failure is told to the other side, which knows whom it concerns. */
function tryTo<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch (error) {
    post({ type: 'failed', failure: describe(error) });
    return undefined;
  }
}

function describe(error: unknown): WorkerFailure {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, hint } = error as { code?: unknown; hint?: unknown };
  return {
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof hint === 'string' ? { hint } : {}),
  };
}
