// What tests print is shown once, whether it comes while they run, at the end, or both.
import { expect, test } from 'vitest';
import type { RunEvent } from '../results/run-report.js';
import { ShownLines } from './shown-lines.js';

const line = (seq: number, text: string): RunEvent => ({
  seq,
  time: 0,
  level: 'Print',
  text,
  package: 'shop',
});

test('lines that were told while tests ran are not shown again, those that were not are', () => {
  const shown: string[] = [];
  const lines = new ShownLines(({ text }) => shown.push(text));
  lines.add(line(2, 'two'));
  lines.complete([line(1, 'one'), line(2, 'two'), line(3, 'three')]);
  lines.complete([line(3, 'three')]);
  expect(shown).toEqual(['two', 'one', 'three']);
});
