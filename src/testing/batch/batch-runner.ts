// The script that runs many packages in one place: the runner of batches around the runner of specs.
import files from 'luau-tree:../runner';
import { settableProperties } from '../../emulator/places/index.js';
import { PLACE_SERVICES } from '../../support/place-services.js';
import { chunkLines } from '../runner/luau-chunk.js';
import type { TestOrder } from '../runner/runner-script.js';
import type { BatchMarks } from './batch-marks.js';
import runnerSource from './batch-runner.luau';
import stageSource from './PackageStage.luau';
import sharedSource from './SharedWork.luau';

/** Those that each place has once. */
const SHARED_CLASSES = [
  ...PLACE_SERVICES,
  'Terrain',
  'Camera',
  'StarterPlayerScripts',
  'StarterCharacterScripts',
];

/** The folder in ServerStorage that holds the packages. */
export const HOLDER = 'StudioBridgeBatch';

/** What several servers of an experience work off together. */
export interface SharedOrder {
  /** Of the queue that holds what is left. */
  readonly name: string;
  readonly shares: readonly { readonly keys: readonly string[]; readonly seconds: number }[];
  /** So many of the first shares were given to servers from the start. */
  readonly given: number;
  /** The number, from 1, of the one that was given to this one. */
  readonly claims?: number | undefined;
  /** How long it should take to run what is given to this one. */
  readonly expectedSeconds: number;
  /** How long to wait for the end of the others when there is nothing left to do. */
  readonly patienceSeconds: number;
}

export interface BatchOrder {
  /** Run before anything that is shared. */
  readonly keys: readonly string[];
  /** For each package that has no script. */
  readonly tests: Omit<TestOrder, 'nonce'>;
  readonly packageSeconds: number;
  /** No package is begun after so many seconds. */
  readonly totalSeconds: number;
  /** How long the text of all results may be. */
  readonly resultBytes: number;
  readonly shared?: SharedOrder | undefined;
}

export function batchScript({ keys, shared, ...order }: BatchOrder, marks: BatchMarks): string {
  const packageOf = (key: string) => ({
    key,
    begins: marks.word('begins', key),
    ends: marks.word('ends', key),
    // What tells of single tests puts the mark's own sign before it.
    tells: marks.word('test', key).slice(1),
  });
  const packages = keys.map(packageOf);
  const others = shared && {
    ...shared,
    seconds: shared.shares.map(({ seconds }) => seconds),
    shares: shared.shares.map((share) => share.keys.map(packageOf)),
  };
  return [
    ...chunkLines(files, { packages, properties: restorable(), shared: others, ...order }),
    'local function runSpecs(tests)',
    'local own = {}',
    'local function import(name) if own[name] == nil then own[name] = files[name](import, tests) end return own[name] end',
    'return import("main")()',
    'end',
    `local Stage = (function()\n${stageSource}\nend)()`,
    `local run = (function()\n${runnerSource}\nend)()`,
    `local stage = Stage.new(game:GetService("ServerStorage"):WaitForChild(${JSON.stringify(HOLDER)}), order.properties)`,
    ...(others ? [`local SharedWork = (function()\n${sharedSource}\nend)()`, SHARED] : ['local shared']),
    'local tools = { runSpecs = runSpecs, readable = import("readable"), load = import("loading").load }',
    'return run(order, stage, tools, shared)',
  ].join('\n');
}

const SHARED = [
  'local shared = order.shared',
  'local function getService() return game:GetService("MemoryStoreService") end',
  'shared.work = SharedWork.new(getService, shared.name, shared.seconds, shared.given, shared.expectedSeconds)',
].join('\n');

/** What a package may have changed of the place that it shares with others. */
function restorable(): Record<string, string[]> {
  found ??= settableProperties(SHARED_CLASSES);
  return found;
}

let found: Record<string, string[]> | undefined;

/**
 * A package's own test script as a module: it begins on the first line, so that the lines in its errors are its own.
 *
 * @param name What its errors call it.
 */
export function scriptModule(name: string, source: string): { name: string; source: string } {
  return { name, source: `return function(...) ${source}\nend` };
}
