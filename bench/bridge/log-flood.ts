// A script that prints without end while ten programs follow the log, and one more that follows it does not read at
// all. Nobody may lose a line for that, and the host may not keep everything for the one that never comes for it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from '../harness.js';
import type { Counts, Follower } from './actors/follower.js';
import type { Plugins } from './actors/plugins.js';
import { onStageAsync } from './stage.js';

const LIMIT_MS = 90_000;
const READERS = 10;
const LINES = 100_000;
/** All of them together are more than the host queues for anyone. */
const LINE_BYTES = 500;
const MEGABYTE = 1024 * 1024;

export function logFloodFiguresAsync(): Promise<Figure[]> {
  return onStageAsync(LIMIT_MS, async (stage) => {
    const { port, home } = stage;
    const host = await stage.serveAsync();
    const plugins = await stage.startAsync<Plugins>('plugins');
    await plugins.ask('connect', { port, count: 1 });
    const followers = await Promise.all(
      Array.from({ length: READERS + 1 }, async () => {
        const follower = await stage.startAsync<Follower>('follower');
        await follower.ask('follow', { port, home });
        return follower;
      }),
    );
    const [stalled, ...readers] = followers;
    if (!stalled) throw new Error('Nobody follows.');
    const thaw = join(home, 'thaw');
    await stalled.ask('stall', { until: thaw });
    const before = await host.ask('memory');

    const startedAt = performance.now();
    await plugins.ask('pushLines', { from: 1, to: LINES, bytes: LINE_BYTES });
    const counts = await Promise.all(readers.map((reader) => reader.ask('countsAfter', LINES)));
    const seconds = (performance.now() - startedAt) / 1000;
    const { peakBytes } = await host.ask('memory');

    // Whoever was dropped comes back when it reads again, and the next line shows what it missed.
    writeFileSync(thaw, '');
    await stalled.ask('settle');
    await plugins.ask('pushLines', { from: LINES + 1, to: LINES + 1, bytes: LINE_BYTES });
    const late = await stalled.ask('countsAfter', LINES + 1);

    const megabytes = (bytes: number) => (bytes / MEGABYTE).toFixed(0);
    return [
      {
        name: 'log flood, lost or doubled',
        value: counts.reduce((sum, own) => sum + faultsOf(own, LINES), 0),
        unit: 'lines',
        limit: 0,
        detail: `${LINES} lines to ${READERS} readers in ${seconds.toFixed(1)} s`,
      },
      {
        name: 'log flood, not accounted for',
        value: Math.abs(LINES + 1 - late.received - late.missed) + late.doubled,
        unit: 'lines',
        limit: 0,
        detail: `one does not read: it got ${late.received} and was told that it missed ${late.missed}`,
      },
      {
        name: 'log flood, memory of the host',
        value: peakBytes / MEGABYTE,
        unit: 'MB',
        limit: 200,
        detail: `at its peak, ${megabytes(before.nowBytes)} MB before; ${megabytes(LINES * LINE_BYTES)} MB of text to each`,
      },
    ];
  });
}

function faultsOf({ received, doubled, missed }: Counts, lines: number): number {
  return Math.abs(lines - received) + doubled + missed;
}
