// What the driver has to know of a booted VM besides its memory: where things are and under which numbers they are
// registered. It is plain data, so that a snapshot can carry it.
import { BridgeError } from '../../protocol/bridge-error.js';
import bootSource from './boot.luau';
import type { ChunkLoader } from './chunk-loader.js';
import type { ProtectedCaller } from './protected-caller.js';
import type { LuauExtra } from './vm-contract.js';

export interface MachineRoots {
  /** Addresses of the first thread and of what all threads share. */
  readonly mainThread: number;
  readonly global: number;
  /** An index in the function table. */
  readonly originalAllocator: number;
}

export interface MachineState extends MachineRoots {
  /** An index in the function table. */
  readonly nativeIndex: number;
  /** The address of the table that raises the time-out when it is assigned to. */
  readonly timeoutTrap: number;
  readonly entries: MachineEntries;
  /** The names that were allocated, with their addresses. */
  readonly names: Readonly<Record<string, number>>;
  readonly withoutExtras: readonly LuauExtra[];
}

/** Registered functions that the driver itself calls. */
export interface MachineEntries {
  readonly runner: number;
  readonly collector: number;
  readonly randomSeed: number;
}

const EXTRAS: readonly LuauExtra[] = ['userdata', 'vector', 'safeEnvironment'];
const RESULTS =
  /^\[\{"type":"function","value":"(\d+)"\},\{"type":"function","value":"(\d+)"\},\{"type":"function","value":"(\d+)"\},\{"type":"table"/;

/** Runs boot.luau. The table that it returns last keeps alive what the driver knows by address only. */
export function bootMachine(
  loader: ChunkLoader,
  caller: ProtectedCaller,
  without: readonly LuauExtra[],
): { chunk: number; entries: MachineEntries } {
  const loaded = loader.load(Buffer.from(bootSource), '=[engine] host');
  if (!loaded.ok) throw unavailable(loaded.error);
  const problem = caller.call(loaded.fn.ref, [
    ['jfunction', '-1'],
    ...EXTRAS.map((extra) => ['boolean', String(!without.includes(extra))] as const),
  ]);
  if (problem !== undefined) throw unavailable(problem);
  const [runner, collector, randomSeed] = RESULTS.exec(caller.results)?.slice(1).map(Number) ?? [];
  if (runner === undefined || collector === undefined || randomSeed === undefined) {
    throw unavailable(`it returned ${caller.results}`);
  }
  return { chunk: loaded.fn.ref, entries: { runner, collector, randomSeed } };
}

function unavailable(reason: string): BridgeError {
  return new BridgeError(
    'EMULATOR_UNAVAILABLE',
    `The Luau VM did not pass its own check at start-up: ${reason}`,
  );
}
