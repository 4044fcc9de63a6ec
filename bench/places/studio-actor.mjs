// A process of its own, so that its memory is that of the emulated Studios alone. `open FILE` opens a place, `start`
// starts one without a place after another, `many N` starts N at once. It prints one JSON object.
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { peakBytes } from './peak-memory.mjs';

const [library = '', order, argument = ''] = process.argv.slice(2);
/** @type {typeof import('../../src/emulator/index.js')} */
const { startEmulatedStudioAsync } = await import(pathToFileURL(library).href);
const PLUGIN = { name: 'Bench', files: { 'Main.server.luau': 'print(#workspace:GetDescendants())' } };
const STARTS = 9;

/**
 * Milliseconds until its first script has printed a line.
 *
 * @param {{ place?: string }} options
 */
async function startAsync(options = {}) {
  const startedAt = performance.now();
  const studio = await startEmulatedStudioAsync({ ...options, plugins: [PLUGIN] });
  /** @type {string} */
  const line = await new Promise((resolve) => studio.onOutput(({ body }) => resolve(body)));
  return { studio, line, ms: performance.now() - startedAt };
}

/** What a thread takes in which nothing is. */
async function bareThreadAsync() {
  const startedAt = performance.now();
  const worker = new Worker('require("node:worker_threads").parentPort.postMessage(1)', { eval: true });
  await once(worker, 'message');
  await worker.terminate();
  return performance.now() - startedAt;
}

/** @type {{ floors: number[], times: number[], rssBytes?: number, line?: string }} */
const result = { floors: [], times: [] };
if (order === 'start') {
  for (let at = 0; at < STARTS; at++) {
    result.floors.push(await bareThreadAsync());
    const { studio, ms } = await startAsync();
    result.times.push(ms);
    await studio.terminateAsync();
  }
} else if (order === 'many') {
  const studios = await Promise.all(Array.from({ length: Number(argument) }, () => startAsync()));
  result.times = studios.map(({ ms }) => ms);
  result.rssBytes = process.memoryUsage.rss();
  await Promise.all(studios.map(({ studio }) => studio.terminateAsync()));
} else {
  const { studio, line, ms } = await startAsync({ place: argument });
  result.times.push(ms);
  result.line = line;
  await studio.terminateAsync();
}
console.log(JSON.stringify({ ...result, peakBytes: peakBytes() }));
