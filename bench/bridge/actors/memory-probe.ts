// Loaded into a host before its program, so that the host that ships is the one whose memory is measured, on every
// system alike.
import { obey } from './obey.js';

const SAMPLE_MS = 20;

let peakBytes = 0;
const sample = () => {
  const bytes = process.memoryUsage.rss();
  peakBytes = Math.max(peakBytes, bytes);
  return bytes;
};
setInterval(sample, SAMPLE_MS).unref();

const commands = {
  /** Of the whole process, code included; the peak is since it was last asked for. */
  memory(): { nowBytes: number; peakBytes: number } {
    const nowBytes = sample();
    const peak = peakBytes;
    peakBytes = nowBytes;
    return { nowBytes, peakBytes: peak };
  },
};
export type MemoryProbe = typeof commands;

obey(commands);
