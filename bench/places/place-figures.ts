// Emulated Studios as they start: with a large place, without one, and many at once.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDom, reflection } from 'rbx-dom';
import { ROOT } from '../../scripts/bundling.js';
import { childEnv } from '../../scripts/checks/tool.js';
import { type Figure, median } from '../harness.js';

const MEGABYTE = 1024 * 1024;
const FOLDERS = 500;
const PARTS = 99;
const STUDIOS = 16;
const RUNS = 3;

interface ActorResult {
  readonly floors: readonly number[];
  readonly times: readonly number[];
  readonly peakBytes: number;
  readonly rssBytes?: number;
  readonly line?: string;
}

export function placeFigures(): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-places-'));
  try {
    const file = join(folder, 'large.rbxl');
    writeFileSync(file, largePlace());
    return [...openFigures(file), startFigure(), manyFigure()];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function openFigures(file: string): Figure[] {
  const runs = Array.from({ length: RUNS }, () => ({
    ours: runActor<ActorResult>('studio-actor.mjs', join(ROOT, 'dist', 'emulator.js'), 'open', file),
    floor: runActor<{ ms: number; peakBytes: number }>('rbx-dom-actor.mjs', file),
  }));
  const ms = median(runs.map(({ ours }) => ours.times[0] ?? Number.NaN));
  const peak = median(runs.map(({ ours }) => ours.peakBytes)) / MEGABYTE;
  const floorMs = median(runs.map(({ floor }) => floor.ms));
  const floorPeak = median(runs.map(({ floor }) => floor.peakBytes)) / MEGABYTE;
  return [
    {
      name: 'open 50,000 instances',
      value: ms / 1000,
      unit: 's',
      limit: 3,
      detail: `to the first line of a script; rbx-dom only reads it in ${(floorMs / 1000).toFixed(2)} s (${(ms / floorMs).toFixed(1)} x)`,
    },
    {
      name: 'open 50,000, memory',
      value: peak,
      unit: 'MB',
      limit: 400,
      detail: `at its peak, the whole process; rbx-dom takes ${floorPeak.toFixed(0)} MB to read it`,
    },
  ];
}

function startFigure(): Figure {
  const { floors, times } = runActor<ActorResult>(
    'studio-actor.mjs',
    join(ROOT, 'dist', 'emulator.js'),
    'start',
  );
  // The first one also loads the package.
  const floor = median(floors.slice(1));
  const value = median(times.slice(1));
  return {
    name: 'start to first script line',
    value,
    unit: 'ms',
    limit: 150,
    detail: `the first ${(times[0] ?? 0).toFixed(0)} ms; a bare thread takes ${floor.toFixed(0)} ms (${(value / floor).toFixed(1)} x)`,
  };
}

function manyFigure(): Figure {
  const emulator = join(ROOT, 'dist', 'emulator.js');
  const { rssBytes = Number.NaN } = runActor<ActorResult>(
    'studio-actor.mjs',
    emulator,
    'many',
    String(STUDIOS),
  );
  const { rssBytes: one = 0 } = runActor<ActorResult>('studio-actor.mjs', emulator, 'many', '1');
  return {
    name: `${STUDIOS} Studios, memory`,
    value: rssBytes / MEGABYTE,
    unit: 'MB',
    limit: 1024,
    detail: `of one process; with a single Studio ${(one / MEGABYTE).toFixed(0)} MB`,
  };
}

function runActor<Result>(actor: string, ...args: readonly string[]): Result {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'bench', 'places', actor), ...args],
    { cwd: ROOT, env: childEnv(), encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${actor} failed:\n${stdout}\n${stderr}`);
  return JSON.parse(stdout) as Result;
}

/** As Studio saves it: every part with all its properties. */
function largePlace(): Uint8Array {
  const database = reflection.database() as object as {
    Classes: Record<string, { DefaultProperties: Record<string, never> }>;
  };
  const { Parent: _parent, Name: _name, ...defaults } = database.Classes.Part?.DefaultProperties ?? {};
  const dom = createDom({ className: 'DataModel' });
  const workspace = dom.insert(dom.rootRef, { className: 'Workspace' });
  for (let folder = 0; folder < FOLDERS; folder++) {
    dom.insert(workspace, {
      className: 'Folder',
      name: `Folder${folder}`,
      children: Array.from({ length: PARTS }, (_, part) => ({
        className: 'Part',
        name: `Part${part}`,
        properties: {
          ...defaults,
          CFrame: {
            CFrame: {
              position: [part, folder, part * 2],
              orientation: [
                [1, 0, 0],
                [0, 1, 0],
                [0, 0, 1],
              ],
            },
          },
          Size: { Vector3: [part + 1, 2, 3] },
          Color: { Color3uint8: [part, folder % 255, 3] },
          Attributes: { Attributes: { Health: { Float64: part } } },
          Tags: { Tags: ['Solid'] },
        },
      })),
    });
  }
  return dom.toBinary({ refs: dom.children(dom.rootRef) });
}
