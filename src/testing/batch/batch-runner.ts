// The script that runs many packages in one place: the runner of batches around the runner of specs.
import files from 'luau-tree:../runner';
import { settableProperties } from '../../emulator/places/index.js';
import { PLACE_SERVICES } from '../../support/place-services.js';
import { chunkLines } from '../runner/luau-chunk.js';
import type { TestOrder } from '../runner/runner-script.js';
import type { BatchMarks } from './batch-marks.js';
import runnerSource from './batch-runner.luau';
import stageSource from './PackageStage.luau';

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

export interface BatchOrder {
  readonly keys: readonly string[];
  /** For each package that has no script. */
  readonly tests: Omit<TestOrder, 'nonce'>;
  readonly packageSeconds: number;
  /** No package is begun after so many seconds. */
  readonly totalSeconds: number;
  /** How long the text of all results may be. */
  readonly resultBytes: number;
}

export function batchScript({ keys, tests, ...limits }: BatchOrder, marks: BatchMarks): string {
  const packages = keys.map((key) => ({
    key,
    begins: marks.word('begins', key),
    ends: marks.word('ends', key),
    // What tells of single tests puts the mark's own sign before it.
    tests: { ...tests, nonce: marks.word('test', key).slice(1) },
  }));
  return [
    ...chunkLines(files, { packages, properties: restorable(), ...limits }),
    'local function runSpecs(tests)',
    'local own = {}',
    'local function import(name) if own[name] == nil then own[name] = files[name](import, tests) end return own[name] end',
    'return import("main")()',
    'end',
    `local Stage = (function()\n${stageSource}\nend)()`,
    `local run = (function()\n${runnerSource}\nend)()`,
    `local stage = Stage.new(game:GetService("ServerStorage"):WaitForChild(${JSON.stringify(HOLDER)}), order.properties)`,
    'return run(order, stage, { runSpecs = runSpecs, readable = import("readable"), load = import("loading").load })',
  ].join('\n');
}

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
