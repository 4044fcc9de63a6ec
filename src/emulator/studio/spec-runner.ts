// Runs Luau specs (`X.spec.luau` beside `X.luau`) in an emulated Studio of this thread, on a virtual clock: waiting in
// them takes no time, and every run is the same.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { type ScriptTree, scriptTreeOf } from '../../support/script-tree.js';
import { Engine } from '../engine/engine.js';
import type { OutputEntry } from '../engine/output-entry.js';
import type { PlaceValue } from '../engine/place-value.js';
import { createVirtualClock } from '../engine/virtual-clock.js';
import assertionsSource from './specs/Assertions.luau';
import runnerSource from './specs/SpecRunner.luau';

export interface SpecOptions {
  /** The folder of `X.luau` and `X.spec.luau` files; scripts in it (`X.server.luau`) are left out. */
  readonly root: string;
  /** The tree's name; by default the folder's. */
  readonly name?: string;
  /** Only specs whose name has this in it. */
  readonly filter?: string;
  /** Properties of the DataModel, beside Name and PlaceId. */
  readonly place?: Readonly<Record<string, PlaceValue>>;
  readonly attributes?: Readonly<Record<string, PlaceValue>>;
}

export interface SpecResult {
  /** Module and spec: `Net/Envelope › reads its own frames`. */
  readonly name: string;
  readonly passed: boolean;
  readonly error?: string;
  /** What was printed while it ran. */
  readonly output: readonly OutputEntry[];
}

interface Report {
  readonly name?: string;
  readonly passed?: boolean;
  readonly error?: string;
  readonly done?: true;
}

const MARK = '\x01spec\x01';

export async function runLuauSpecsAsync(options: SpecOptions): Promise<SpecResult[]> {
  const { name = basename(options.root), filter, place, attributes } = options;
  const results: SpecResult[] = [];
  let output: OutputEntry[] = [];
  const clock = createVirtualClock();
  let engine: Engine | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      engine = new Engine({
        clock,
        // Many specs run in one go, and other tests beside them.
        scriptTimeLimitMs: 60_000,
        onFailure: reject,
        place: { Name: 'Place1', PlaceId: 1, GameId: 2, ...place },
        attributes: attributes ?? {},
        onOutput(entry) {
          if (entry.level === 'Error' && entry.body.startsWith('Specs.Runner:'))
            reject(new Error(entry.body));
          if (!entry.body.startsWith(MARK)) return void output.push(entry);
          const report: Report = JSON.parse(entry.body.slice(MARK.length));
          if (report.done) return resolve();
          const { name: specName = '', passed = false, error } = report;
          results.push({ name: specName, passed, ...(error === undefined ? {} : { error }), output });
          output = [];
        },
      });
      engine.loadPlugin(withRunner(scriptTreeOf(name, readModules(options.root)), filter));
    });
  } finally {
    engine?.dispose();
    clock.stop();
  }
  return results;
}

/** Beside the tree, so that specs which look around in it find only their own. */
function withRunner(tree: ScriptTree, filter: string | undefined): ScriptTree {
  const filtered = filter === undefined ? '' : `script:SetAttribute("Filter", ${JSON.stringify(filter)}) `;
  return {
    name: 'Specs',
    className: 'Folder',
    children: [
      { name: 'Assertions', className: 'ModuleScript', source: assertionsSource, children: [] },
      { name: 'Runner', className: 'Script', source: filtered + runnerSource, children: [] },
      { name: 'Tree', className: 'Folder', children: [tree] },
    ],
  };
}

function readModules(root: string): Record<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.luau') && !/\.(server|client)\.luau$/.test(path),
  );
  return Object.fromEntries(
    paths.sort().map((path) => [path.split(sep).join('/'), readFileSync(join(root, path), 'utf8')]),
  );
}
