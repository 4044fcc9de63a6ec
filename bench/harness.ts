// How a figure is measured: subject and floor in turns, in one run, so that a slow or busy machine slows both.
// What is claimed is the ratio of the medians.

export interface Pairs {
  /** Each takes the milliseconds of one run. */
  readonly floor: () => number | Promise<number>;
  readonly subject: () => number | Promise<number>;
  readonly count: number;
}

export interface PairResult {
  readonly floorMs: number;
  readonly subjectMs: number;
  readonly ratio: number;
}

/** One pair goes first and is not counted: it warms the caches of the machine. */
export async function measurePairsAsync({ floor, subject, count }: Pairs): Promise<PairResult> {
  const floors: number[] = [];
  const subjects: number[] = [];
  await floor();
  await subject();
  for (let at = 0; at < count; at++) {
    floors.push(await floor());
    subjects.push(await subject());
  }
  const floorMs = median(floors);
  const subjectMs = median(subjects);
  return { floorMs, subjectMs, ratio: subjectMs / floorMs };
}

/** In milliseconds, one after the other. */
export async function timeEachAsync(askAsync: () => Promise<void>, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < count; at++) {
    const startedAt = performance.now();
    await askAsync();
    times.push(performance.now() - startedAt);
  }
  return times;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which `share` of them lie; between two neighbours it is interpolated. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) throw new RangeError('There is nothing to measure.');
  return below + (above - below) * (at - Math.floor(at));
}

/** One claimed figure: what was measured beside what may not be exceeded. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'x' | 'ms' | 's' | 'MB' | 'lines' | 'runs' | '/s';
  readonly limit: number;
  /** `least`: the limit is what may not be fallen short of. */
  readonly bound?: 'most' | 'least';
  /** What the figure is made of, for the reader. */
  readonly detail: string;
}

export const isBroken = ({ value, limit, bound }: Figure) =>
  bound === 'least' ? !(value >= limit) : !(value <= limit);

export function figureLine(figure: Figure): string {
  const { name, value, unit, limit, bound, detail } = figure;
  const shown = `${value.toFixed(2)} ${unit}`.padStart(9);
  return `${isBroken(figure) ? '✗' : '✓'} ${name.padEnd(28)} ${shown}   ${bound === 'least' ? 'least' : 'limit'} ${limit} ${unit}   ${detail}`;
}

/** The figure of a measurement in pairs. */
export function ratioFigure(name: string, limit: number, { floorMs, subjectMs, ratio }: PairResult): Figure {
  const detail = `${subjectMs.toFixed(1)} ms against ${floorMs.toFixed(1)} ms`;
  return { name, value: ratio, unit: 'x', limit, detail };
}
