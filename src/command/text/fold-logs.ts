// Lines as a reader wants them: the stack of an error with its error, and a line that comes again and again once.
import type { LogEntry } from '../../protocol/log-entry.js';

export interface FoldedEntry extends LogEntry {
  /** Where an error came from, innermost first. */
  stack?: string[];
  /** How many times it was printed in a row, where that is more than once. */
  repeats?: number;
  /** The `seq` of the last of them. */
  lastSeq?: number;
}

const STACK_BEGIN = 'Stack Begin';
const STACK_END = 'Stack End';

export function foldLogs(entries: readonly LogEntry[]): FoldedEntry[] {
  const folded: FoldedEntry[] = [];
  const folder = new LogFolder();
  for (const entry of entries) {
    const step = folder.add(entry);
    if (step.kind === 'new') folded.push({ ...entry });
    const last = folded.at(-1);
    if (!last || step.kind === 'new') continue;
    if (step.kind === 'repeat') last.repeats = step.repeats;
    // Of a repeated error the first stack is enough.
    if (step.kind === 'stack' && step.repeats === 1) last.stack = [...(last.stack ?? []), entry.body];
    if (entry.seq !== undefined) last.lastSeq = entry.seq;
  }
  return folded;
}

/** What a line is to the lines before it. */
export type FoldStep =
  | { readonly kind: 'new' }
  /** The one before, for the so manyth time. */
  | { readonly kind: 'repeat'; readonly repeats: number }
  /** A line of the stack of the one before, which was printed so many times. */
  | { readonly kind: 'stack'; readonly repeats: number }
  /** The first or last line of a stack, which say nothing. */
  | { readonly kind: 'frame' };

export class LogFolder {
  private last: LogEntry | undefined;
  private repeats = 1;
  private isInStack = false;

  add(entry: LogEntry): FoldStep {
    const { level, body } = entry;
    if (this.isInStack && level === 'Info') {
      if (body !== STACK_END) return { kind: 'stack', repeats: this.repeats };
      this.isInStack = false;
      return { kind: 'frame' };
    }
    if (body === STACK_BEGIN && level === 'Info' && this.last?.level === 'Error') {
      this.isInStack = true;
      return { kind: 'frame' };
    }
    this.isInStack = false;
    if (this.last && this.last.level === level && this.last.body === body) {
      this.repeats++;
      return { kind: 'repeat', repeats: this.repeats };
    }
    this.last = entry;
    this.repeats = 1;
    return { kind: 'new' };
  }
}
