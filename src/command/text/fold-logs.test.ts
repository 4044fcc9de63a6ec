import { expect, test } from 'vitest';
import type { LogEntry, OutputLevel } from '../../protocol/log-entry.js';
import { foldLogs } from './fold-logs.js';

let seq = 0;
const line = (body: string, level: OutputLevel = 'Print'): LogEntry => ({ level, body, seq: ++seq });
const failure = () => [
  line('Main:1: broken', 'Error'),
  line('Stack Begin', 'Info'),
  line("Script 'Main', Line 1 - function go", 'Info'),
  line("Script 'Main', Line 9", 'Info'),
  line('Stack End', 'Info'),
];

test('the lines of a stack are part of their error', () => {
  seq = 0;
  expect(foldLogs([line('before'), ...failure(), line('after', 'Info')])).toEqual([
    { level: 'Print', body: 'before', seq: 1 },
    {
      level: 'Error',
      body: 'Main:1: broken',
      seq: 2,
      lastSeq: 6,
      stack: ["Script 'Main', Line 1 - function go", "Script 'Main', Line 9"],
    },
    { level: 'Info', body: 'after', seq: 7 },
  ]);
});

test('what comes again in a row is told once, with its number, an error and its stack too', () => {
  seq = 0;
  const folded = foldLogs([
    ...failure(),
    ...failure(),
    ...failure(),
    line('x'),
    line('x'),
    line('x', 'Warning'),
  ]);
  expect(folded.map(({ body, repeats, stack, lastSeq }) => [body, repeats, stack?.length, lastSeq])).toEqual([
    ['Main:1: broken', 3, 2, 15],
    ['x', 2, undefined, 17],
    ['x', undefined, undefined, undefined],
  ]);
});

test('the end of a stack without its beginning stays as it is', () => {
  seq = 0;
  const bodies = foldLogs([line('Stack Begin', 'Info'), line('a', 'Info'), line('Stack End', 'Info')]);
  expect(bodies.map(({ body }) => body)).toEqual(['Stack Begin', 'a', 'Stack End']);
});
