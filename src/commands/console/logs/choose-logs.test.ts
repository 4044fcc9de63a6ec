import { expect, test } from 'vitest';
import type { LogEntry, OutputLevel } from '../../../protocol/log-entry.js';
import { chooseLogs, linesFrom, requestOf, shortfallOf, shortfallText } from './choose-logs.js';
import { patternOf } from './log-lines.js';

const line = (seq: number, body: string, level: OutputLevel = 'Print'): LogEntry => ({ seq, body, level });
const failed = (seq: number, body: string) => [
  line(seq, body, 'Error'),
  line(seq + 1, 'Stack Begin', 'Info'),
  line(seq + 2, "Script 'Main', Line 1", 'Info'),
  line(seq + 3, 'Stack End', 'Info'),
];
const kept = {
  entries: [line(1, 'a'), line(2, 'a'), ...failed(3, 'one'), line(7, 'b'), ...failed(8, 'two')],
};
const all = { levels: [], includeInternal: false, raw: false };
const tail = { direction: 'tail' } as const;

test('a count counts what is shown: the last error is shown with its stack, not the last line of the stack', () => {
  expect(chooseLogs(kept, { ...tail, count: 1 }, all)).toMatchObject([
    { seq: 8, body: 'two', stack: ["Script 'Main', Line 1"] },
  ]);
  expect(chooseLogs(kept, { direction: 'head', count: 1 }, all)).toMatchObject([{ body: 'a', repeats: 2 }]);
  expect(chooseLogs(kept, { ...tail, count: 1 }, { ...all, raw: true })).toEqual([
    line(11, 'Stack End', 'Info'),
  ]);
});

test('levels, a pattern and raw lines go together', () => {
  const errors = { ...all, levels: ['Error' as const] };
  expect(chooseLogs(kept, { ...tail, count: 1 }, { ...errors, match: patternOf('o') })).toMatchObject([
    { body: 'two' },
  ]);
  expect(chooseLogs(kept, tail, { ...errors, raw: true }).map(({ seq }) => seq)).toEqual([3, 8]);
  expect(chooseLogs(kept, tail, { ...errors, match: patternOf('^b$') })).toEqual([]);
  expect(requestOf(tail, errors)).toMatchObject({ count: 1000 });
  expect(requestOf({ ...tail, count: 5 }, { ...all, raw: true })).toMatchObject({ count: 5 });
});

test('what follows begins with the first line that was chosen, its stack included', () => {
  const chosen = chooseLogs(kept, { ...tail, count: 2 }, { ...all, levels: ['Error'] });
  expect(linesFrom(chosen, kept).map(({ seq }) => seq)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(linesFrom([], kept)).toEqual([]);
});

test('since a number, all lines are shown, and what is no longer kept is told', () => {
  const many = Array.from({ length: 200 }, (_, at) => line(at + 101, `line ${at}`));
  const choice = { ...tail, since: 50 };
  expect(requestOf(choice, all)).toMatchObject({ since: 50, count: 1000 });
  expect(chooseLogs({ entries: many }, choice, all)).toHaveLength(200);
  expect(chooseLogs({ entries: many }, { ...choice, count: 3 }, all)).toHaveLength(3);
  expect(shortfallOf({ entries: many, oldestSeq: 101, lastSeq: 300 }, choice, 200)).toEqual({
    truncated: false,
    missed: { fromSeq: 51, toSeq: 100 },
  });
});

test.each([
  [{ truncated: false }, []],
  [
    { truncated: true },
    ['… not everything: the answer is full. Ask for the rest with --since, or for less.'],
  ],
  [{ truncated: false, missed: { fromSeq: 51, toSeq: 100 } }, ['… lines 51 to 100 are no longer kept.']],
  [
    { truncated: false, restartedAt: 9 },
    ['… the plugin has begun anew, and counts anew: its last line is number 9.'],
  ],
] as const)('%j is told', (shortfall, text) => {
  expect(shortfallText(shortfall)).toEqual(text);
});

test('an answer that was cut is no shortfall where enough was found in it', () => {
  const cut = { ...kept, truncated: true, lastSeq: 11, oldestSeq: 1 };
  expect(shortfallOf(cut, { ...tail, count: 2 }, 2)).toEqual({ truncated: false });
  expect(shortfallOf(cut, { ...tail, count: 20 }, 3)).toEqual({ truncated: true });
  expect(shortfallOf(cut, { ...tail, since: 40 }, 0)).toMatchObject({ restartedAt: 11 });
});
