// A snapshot of 50,000 instances and its comparison with what is there, beside a look at as many with all their
// properties: what is written down may not take longer than what is shown.
import { type Figure, median } from '../harness.js';

const ROUNDS = 3;
const RATIO_LIMIT = 1;
const FILE_LIMIT_MB = 16;

export interface SnapshotSource<Snapshot> {
  readonly takeSnapshotAsync: (path: string, asker: object) => Promise<Snapshot>;
  readonly snapshotText: (snapshot: Snapshot) => string;
  readonly readSnapshot: (text: string, file: string) => Snapshot;
  readonly compareSnapshots: (before: Snapshot, after: Snapshot) => readonly unknown[];
  readonly lookAsync: (query: object, asker: object) => Promise<{ readonly nextCursor?: string }>;
}

export async function snapshotFiguresAsync<Snapshot>(
  path: string,
  source: SnapshotSource<Snapshot>,
  asker: object,
): Promise<Figure[]> {
  let text = '';
  const lookAsync = async () => {
    let cursor: string | undefined;
    do {
      const query = { path, depth: 1000, propertySet: 'readable', maxNodes: 60_000, cursor };
      ({ nextCursor: cursor } = await source.lookAsync(query, asker));
    } while (cursor !== undefined);
  };
  const writeAsync = async () => {
    text = source.snapshotText(await source.takeSnapshotAsync(path, asker));
  };
  const compareAsync = async () => {
    const before = source.readSnapshot(text, 'before.json');
    const differences = source.compareSnapshots(before, await source.takeSnapshotAsync(path, asker));
    if (differences.length > 0) throw new Error(`${differences.length} differences were found.`);
  };
  const looks: number[] = [];
  const writes: number[] = [];
  const comparisons: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    looks.push(await timeAsync(lookAsync));
    writes.push(await timeAsync(writeAsync));
    comparisons.push(await timeAsync(compareAsync));
  }
  const floorMs = median(looks);
  const figure = (name: string, samples: readonly number[]): Figure => ({
    name,
    value: median(samples) / floorMs,
    unit: 'x',
    limit: RATIO_LIMIT,
    detail: `${median(samples).toFixed(0)} ms, beside explorer query of as many (${floorMs.toFixed(0)} ms)`,
  });
  return [
    figure('explorer snapshot, 50,000', writes),
    figure('explorer diff, 50,000', comparisons),
    {
      name: 'explorer snapshot, its file',
      value: Buffer.byteLength(text) / 1_000_000,
      unit: 'MB',
      limit: FILE_LIMIT_MB,
      detail: '50,000 instances of eight classes',
    },
  ];
}

async function timeAsync(act: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}
