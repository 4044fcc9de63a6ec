// What an emulated Studio and its worker tell each other.
import type { Pipe } from '../../support/pipe.js';
import type { PlaceReload } from '../../support/place-reload.js';
import type { ScriptCoverage } from '../../support/script-coverage.js';
import type { DeskAct } from '../../support/studio-desk.js';
import type { OutputEntry } from '../engine/output-entry.js';
import type { HandedPlace } from '../places/handed-place.js';
import type { EmulatedStudioOptions } from './emulated-studio-options.js';

/** How a worker is made before anybody knows what it is for. */
export interface WorkerPreparation {
  readonly startup: 'fast' | 'throughput';
  readonly coverage: boolean;
}

/** A script that has its lines counted even if nothing has required it. */
export interface UnloadedScript {
  readonly script: string;
  readonly source: string;
}

export type ToWorker =
  /** First of all: the VM and what it starts from, made ready by the thread that starts the worker meanwhile. */
  | { readonly type: 'prepare'; readonly module: WebAssembly.Module; readonly image: Uint8Array | undefined }
  /** With random bytes of its own, and with the place, if that was read already. */
  | {
      readonly type: 'open';
      readonly options: EmulatedStudioOptions;
      readonly random: Uint8Array;
      readonly handed?: HandedPlace;
    }
  /** To the file that was opened, or another one. It is answered with the path. */
  | { readonly type: 'save'; readonly id: number; readonly path?: string }
  /** As a person does around the viewport. It is answered with bytes. */
  | { readonly type: 'desk'; readonly id: number; readonly act: DeskAct }
  | { readonly type: 'coverage'; readonly unloaded: readonly UnloadedScript[] }
  | { readonly type: 'close' };

export type FromWorker =
  | { readonly type: 'opened' }
  /** The plugin dials the host of this process. */
  | { readonly type: 'dialled'; readonly pipe: Pipe }
  | { readonly type: 'output'; readonly entries: readonly OutputEntry[] }
  | { readonly type: 'done'; readonly id: number; readonly result: string | Uint8Array }
  | { readonly type: 'notDone'; readonly id: number; readonly failure: WorkerFailure }
  /** The project that is open was read again, or could not be. */
  | { readonly type: 'reloaded'; readonly reload: PlaceReload }
  | { readonly type: 'coverage'; readonly scripts: readonly ScriptCoverage[] }
  | { readonly type: 'closed' }
  | { readonly type: 'failed'; readonly failure: WorkerFailure };

export interface WorkerFailure {
  readonly message: string;
  /** Of a BridgeError. */
  readonly code?: string;
  readonly hint?: string;
}
