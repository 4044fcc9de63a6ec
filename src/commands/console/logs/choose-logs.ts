// Which of the lines that a plugin keeps are shown: chosen when they are folded, so that an error keeps its stack, a
// count counts what a reader sees, and what is no longer kept is told.
import { type FoldedEntry, foldLogs } from '../../../command/text/fold-logs.js';
import type { LogEntry } from '../../../protocol/log-entry.js';
import { isWanted, type LogFilter } from './log-lines.js';

export interface LogChoice {
  readonly count?: number | undefined;
  readonly direction: 'head' | 'tail';
  readonly since?: number | undefined;
}

export interface KeptLogs {
  readonly entries: readonly LogEntry[];
  readonly oldestSeq?: number | undefined;
  readonly lastSeq?: number | undefined;
  readonly truncated?: boolean | undefined;
}

export interface Shortfall {
  /** One answer could not hold all lines that were wanted. */
  readonly truncated: boolean;
  /** Lines after `since` that the plugin no longer keeps. */
  readonly missed?: { readonly fromSeq: number; readonly toSeq: number };
  /** The plugin began anew, and with it the numbers: its last line is this one. */
  readonly restartedAt?: number;
}

const LINES = 50;
/** As many as a plugin keeps: what is chosen here has to be chosen from all of them. */
const ALL_LINES = 1000;

export function countOf({ count, since }: LogChoice): number {
  return count ?? (since === undefined ? LINES : ALL_LINES);
}

/** What the plugin is asked for. */
export function requestOf(choice: LogChoice, { raw, match, levels, includeInternal }: LogFilter) {
  const isAsItIs = raw && match === undefined && levels.length === 0;
  return {
    count: isAsItIs ? countOf(choice) : ALL_LINES,
    direction: choice.direction,
    includeInternal,
    ...(choice.since === undefined ? {} : { since: choice.since }),
  };
}

export function chooseLogs(kept: KeptLogs, choice: LogChoice, filter: LogFilter): FoldedEntry[] {
  const all: FoldedEntry[] = filter.raw ? [...kept.entries] : foldLogs(kept.entries);
  const wanted = all.filter((entry) => isWanted(entry, filter));
  const count = countOf(choice);
  return choice.direction === 'head' ? wanted.slice(0, count) : wanted.slice(-count);
}

/** Of the lines as they were printed, those from the first that was chosen on; all after it are shown as they come. */
export function linesFrom(chosen: readonly FoldedEntry[], { entries }: KeptLogs): readonly LogEntry[] {
  const first = chosen[0];
  const at = entries.findIndex(({ seq, time }) => seq === first?.seq && time === first?.time);
  return at < 0 ? [] : entries.slice(at);
}

export function shortfallOf(kept: KeptLogs, choice: LogChoice, chosen: number): Shortfall {
  const { oldestSeq = 0, lastSeq = Number.POSITIVE_INFINITY } = kept;
  const since = choice.since ?? Number.POSITIVE_INFINITY;
  return {
    truncated: kept.truncated === true && chosen < countOf(choice),
    ...(oldestSeq > since + 1 ? { missed: { fromSeq: since + 1, toSeq: oldestSeq - 1 } } : {}),
    ...(choice.since !== undefined && since > lastSeq ? { restartedAt: lastSeq } : {}),
  };
}

export function shortfallText({ truncated, missed, restartedAt }: Shortfall): string[] {
  return [
    ...(truncated
      ? ['… not everything: the answer is full. Ask for the rest with --since, or for less.']
      : []),
    ...(missed ? [`… lines ${missed.fromSeq} to ${missed.toSeq} are no longer kept.`] : []),
    ...(restartedAt === undefined
      ? []
      : [`… the plugin has begun anew, and counts anew: its last line is number ${restartedAt}.`]),
  ];
}
