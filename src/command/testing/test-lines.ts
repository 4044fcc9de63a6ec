// A line for each test as it is told, for whoever reads along. Tests that are told together are written together: each
// write is a call of the system.
import { shownName } from '../../support/shown-text.js';
import type { TestRequest } from '../world/test-access.js';

const MARKS = { passed: '✓', failed: '✗', skipped: '○' } as const;

/** @param areAllWritten Otherwise something else counts those that pass. */
export function testLines(write: (text: string) => void, areAllWritten: boolean): TestRequest['onTest'] {
  let lines: string[] = [];
  return (title, status) => {
    if (status !== 'failed' && !areAllWritten) return;
    if (lines.push(`${MARKS[status]} ${shownName(title)}`) > 1) return;
    queueMicrotask(() => {
      write(lines.join('\n'));
      lines = [];
    });
  };
}
