// A line for each test as it is told, and where more is wanted what tests print, for whoever reads along. Lines that are told
// together are written together: each write is a call of the system.
import type { OutputLevel } from '../../protocol/log-entry.js';
import { shownName } from '../../support/shown-text.js';
import type { CommandContext } from '../command-context.js';
import type { TestRequest } from '../world/test-access.js';

const MARKS = { passed: '✓', failed: '✗', skipped: '○' } as const;

/** Frameworks print reports of their own, so that most people are better off without what is printed; JSON has it all. */
export function testLines({
  emit,
  showProgress,
  isTextOnly,
  isVerbose,
}: Pick<CommandContext, 'emit' | 'showProgress' | 'isTextOnly' | 'isVerbose'>): Pick<
  TestRequest,
  'onTest' | 'onOutput'
> {
  let waiting: { text: string; level?: OutputLevel | undefined }[] = [];
  function write(): void {
    const lines = waiting;
    waiting = [];
    for (let from = 0, to = 0; from < lines.length; from = to) {
      const level = lines[from]?.level;
      while (to < lines.length && lines[to]?.level === level) to++;
      const text = lines
        .slice(from, to)
        .map((line) => line.text)
        .join('\n');
      emit({ text, to: 'diagnostics', ...(level === undefined ? {} : { level }) });
    }
  }
  function add(text: string, level?: OutputLevel): void {
    if (waiting.push({ text, level }) === 1) queueMicrotask(write);
  }
  return {
    onTest(title, status) {
      if (status === 'failed' || !showProgress) add(`${MARKS[status]} ${shownName(title)}`);
    },
    // No line of theirs looks like one of ours.
    onOutput:
      isTextOnly && isVerbose ? ({ text, level }) => add(text.replaceAll(/^/gm, '  '), level) : undefined,
  };
}
