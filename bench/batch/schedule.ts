// How near a batch of 1,000 packages on places of Open Cloud comes to the best time that the service's limits allow, on the
// emulated service in simulated time (tests/support/simulate-batch.ts says what the bound is made of).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { commonBuild, ROOT } from '../../scripts/bundling.js';
import type { Figure } from '../harness.js';

type Simulation = typeof import('../../tests/support/simulate-batch.js');

const PACKAGES = 1_000;
const LIMIT = 1.15;
/** By how much recorded durations are off. */
const OFF = 0.2;
/** By how much times differ from what the sizes of specs promise, where nothing was recorded. */
const SPREAD = 1.65;

const SCENARIOS = [
  { name: 'batch: 12 places', places: 12, medianMs: 6_000 },
  { name: 'batch: 2 places', places: 2, medianMs: 6_000 },
  { name: 'batch: short packages', places: 8, medianMs: 1_000 },
];

export async function scheduleFiguresAsync(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-schedule-'));
  try {
    const outfile = join(folder, 'simulation.mjs');
    // Bundled, because Luau and workers are imported in a way that only a build resolves.
    await build({
      ...commonBuild,
      absWorkingDir: ROOT,
      entryPoints: ['tests/support/simulate-batch.ts'],
      outfile,
    });
    return await measureAsync((await import(pathToFileURL(outfile).href)) as Simulation);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAsync({
  recordedOf,
  simulateBatchAsync,
  usualDurationsMs,
}: Simulation): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, places, medianMs } of SCENARIOS) {
    const durationsMs = usualDurationsMs(PACKAGES, medianMs, 7);
    const ways = [
      { known: name, recordedMs: recordedOf(durationsMs, OFF, 11) },
      { known: `${name}, the first time`, spread: SPREAD },
    ];
    const unknown = await simulateBatchAsync({ durationsMs, places });
    for (const { known, ...way } of ways) {
      const { elapsedMs, boundMs, requests } = await simulateBatchAsync({ durationsMs, places, ...way });
      const refused = requests.filter(({ status }) => status !== 200).length;
      const seconds = (ms: number) => `${(ms / 1000).toFixed(0)} s`;
      figures.push({
        name: known,
        value: elapsedMs / boundMs,
        unit: 'x',
        limit: LIMIT,
        detail: `${seconds(elapsedMs)} against ${seconds(boundMs)}, ${refused} refused of ${requests.length}; where nothing tells packages apart ${(unknown.elapsedMs / boundMs).toFixed(2)} x`,
      });
    }
  }
  return figures;
}
