// Lines of the output as they are chosen and as they look.
import type { FoldedEntry } from '../../../command/text/fold-logs.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { type LogEntry, OUTPUT_LEVELS, type OutputLevel } from '../../../protocol/log-entry.js';
import { messageOf } from '../../../support/thrown-text.js';

export interface LogFilter {
  /** All of them where none is named. */
  readonly levels: readonly OutputLevel[];
  readonly includeInternal: boolean;
  /** Only lines that this is found in. */
  readonly match?: RegExp | undefined;
  /** Every line as it was printed. */
  readonly raw: boolean;
}

const LEVEL_WIDTH = Math.max(...OUTPUT_LEVELS.map((level) => level.length));
export const INDENT = ' '.repeat(LEVEL_WIDTH + 2);
/** What the plugin itself prints begins with this. */
const INTERNAL_PREFIX = '[StudioBridge]';

export function lineText({ level, body, stack = [], repeats = 1 }: FoldedEntry): string {
  const count = repeats > 1 ? `  (${times(repeats)})` : '';
  const lines = [`${body.replaceAll('\n', `\n${INDENT}`)}${count}`, ...stack];
  return `${level.padEnd(LEVEL_WIDTH)}  ${lines.join(`\n${INDENT}`)}`;
}

/** The levels of an error's stack are not asked about: it belongs to its error. */
export function isWanted({ level, body }: LogEntry, { levels, includeInternal, match }: LogFilter): boolean {
  const isOfLevel = levels.length === 0 || levels.includes(level);
  const isFound = match === undefined || match.test(body);
  return isOfLevel && isFound && (includeInternal || !body.startsWith(INTERNAL_PREFIX));
}

export function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

export function patternOf(text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    const why = messageOf(error);
    throw new BridgeError('USAGE', `--match has to be a regular expression: ${why}.`, { cause: error });
  }
}
