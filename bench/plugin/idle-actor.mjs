// A process of its own, so that what it computes is what emulated Studios take that have nothing to do: one without a
// plugin and one whose plugin is connected. It reads { library, port, plugin } and prints one JSON object.
import { readFileSync } from 'node:fs';
import { setTimeout as waitAsync } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const { library, port, plugin } = JSON.parse(readFileSync(0, 'utf8'));
/** @type {typeof import('../../src/emulator/index.js')} */
const { startEmulatedStudioAsync } = await import(pathToFileURL(library).href);

const SETTLE_MS = 6_000;
const ROUNDS = 5;
const MEASURE_MS = 3_000;

/**
 * Milliseconds of computing a second.
 *
 * @param {import('../../src/emulator/index.js').PluginModel[]} plugins
 */
async function idleCostAsync(plugins) {
  const studio = await startEmulatedStudioAsync({ port, placeName: 'Idle', plugins });
  await waitAsync(SETTLE_MS);
  const costs = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    await waitAsync(MEASURE_MS);
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / MEASURE_MS);
  }
  await studio.terminateAsync();
  // What is compiled and cleared away after the start comes in lumps.
  return costs.sort((a, b) => a - b)[ROUNDS >> 1];
}

const without = await idleCostAsync([]);
console.log(JSON.stringify({ without, withPlugin: await idleCostAsync([plugin]) }));
