// What a task returned, read back: the values of the script, and its whole output from the bytes beside them. Where a task
// ended without returning, the service's own logs, and how much of them is missing.
import * as z from 'zod/mini';
import type { OutputLevel } from '../../protocol/log-entry.js';
import type { RunEvent } from '../results/run-report.js';

/** What the script that surrounds ours returns. */
export const taskSummary = z.object({
  format: z.literal('studio-bridge-task@1'),
  /** The version that the task ran on, where it was to run on another one. */
  wrongVersion: z.optional(z.number()),
  /** Scripts of the place could not be given another source. */
  notUpdated: z.optional(z.boolean()),
  success: z._default(z.boolean(), false),
  kind: z.optional(z.enum(['returned', 'raised', 'timeout', 'ended'])),
  error: z.optional(z.string()),
  trace: z.optional(z.string()),
  durationMs: z.optional(z.number()),
  /** The values as JSON, where they are short enough to come this way, too. */
  returned: z.optional(z.string()),
  /** Lines that there was no room for. */
  dropped: z._default(z.number(), 0),
  /** False where output may have come too late. */
  isWhole: z._default(z.boolean(), true),
});
export type TaskSummary = z.output<typeof taskSummary>;

export interface TaskOutput {
  /** Undefined where the values could not be read. */
  readonly values: readonly unknown[] | undefined;
  readonly lines: readonly TaskLine[];
}

export interface TaskLine {
  readonly level: OutputLevel;
  /** Unix milliseconds. */
  readonly time: number;
  readonly text: string;
}

const LEVELS: readonly OutputLevel[] = ['Print', 'Info', 'Warning', 'Error'];
const HEAD_BYTES = 4;
const RECORD_BYTES = 13;

/** @throws RangeError for bytes that end too soon. */
export function readTaskOutput(bytes: Buffer): TaskOutput {
  const start = HEAD_BYTES + bytes.readUInt32LE(0);
  if (start > bytes.length) throw new RangeError('The output of the task is cut off.');
  const values: unknown = JSON.parse(bytes.toString('utf8', HEAD_BYTES, start));
  const lines: TaskLine[] = [];
  for (let at = start; at < bytes.length; ) {
    const end = at + RECORD_BYTES + bytes.readUInt32LE(at + 9);
    if (end > bytes.length) throw new RangeError('The output of the task is cut off.');
    lines.push({
      level: levelOf(bytes.readUInt8(at)),
      time: bytes.readDoubleLE(at + 1),
      text: bytes.toString('utf8', at + RECORD_BYTES, end),
    });
    at = end;
  }
  return { values: Array.isArray(values) ? values : undefined, lines };
}

export function levelOf(number: number): OutputLevel {
  return LEVELS[number] ?? 'Print';
}

/**
 * Lines with their numbers: those that begin with the mark are no output, and take none.
 *
 * @param lost How many came before the first one.
 */
export function numbered(
  lines: readonly TaskLine[],
  packageName: string,
  mark: string | undefined,
  lost = 0,
): RunEvent[] {
  let seq = lost;
  return lines.map((line) => {
    if (mark === undefined || !line.text.startsWith(mark)) seq++;
    return { seq, ...line, package: packageName };
  });
}

/**
 * How many lines came before the first one, where only those say so that were told while they were printed: as few as
 * they allow, so that no line of another text has the number of one of them.
 */
export function lostBefore(
  lines: readonly TaskLine[],
  told: ReadonlyMap<number, string>,
  mark: string | undefined,
): number {
  const texts = lines.filter(({ text }) => mark === undefined || !text.startsWith(mark));
  const newest = [...told.keys()].at(-1) ?? 0;
  for (let lost = 0; lost < newest; lost++) {
    const fits = texts.every(({ text }, index) => (told.get(lost + index + 1) ?? text) === text);
    if (fits) return lost;
  }
  return newest;
}

export interface KeptLogs {
  readonly lines: readonly TaskLine[];
  /** Lines of the script that are missing in front. */
  readonly lostLines: number;
  readonly isLossExact: boolean;
}

/**
 * The service keeps the end of a long log. Lines that count tell, each one, how many there were up to the one before it,
 * so that the first two of them that are left give the exact number of those that are not.
 *
 * @param own What the counting lines begin with.
 */
export function keptLogs(lines: readonly TaskLine[], own: string, mark: string | undefined): KeptLogs {
  const counts = lines.flatMap(({ text }, index) => {
    const match = text.startsWith(own) && /^#(\d+):(\d+):(\d+)$/.exec(text.slice(own.length));
    return match
      ? [{ index, id: Number(match[1]), position: Number(match[2]), apart: Number(match[3]) }]
      : [];
  });
  const rest = lines.filter(({ text }) => !text.startsWith(own));
  const [first, second] = counts;
  if (first?.id === 0 && first.index === 0) return { lines: rest, lostLines: 0, isLossExact: true };
  if (!first || !second) return { lines: rest, lostLines: 0, isLossExact: false };
  const before = lines.slice(0, first.index + 1);
  const apart = before.filter(
    ({ text }) => text.startsWith(own) || (mark !== undefined && text.startsWith(mark)),
  );
  const lost = second.position - second.apart - (before.length - apart.length);
  return { lines: rest, lostLines: Math.max(0, lost), isLossExact: true };
}
