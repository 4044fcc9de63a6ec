import { expect, test } from 'vitest';
import { LineReader } from './line-reader.js';

function read(chunks: readonly string[], maxBytes?: number) {
  const lines: string[] = [];
  const refused: string[] = [];
  const reader = new LineReader(
    (line) => lines.push(line),
    (reason) => refused.push(reason),
    maxBytes,
  );
  for (const chunk of chunks) reader.append(Buffer.from(chunk, 'latin1'));
  return { lines, refused };
}

test('lines come whole, however they were cut', () => {
  expect(read(['{"a"', ':1}\n{"b":2}\r\n\n', '  \n{"c"', ':3', '}\n', 'rest']).lines).toEqual([
    '{"a":1}',
    '{"b":2}',
    '{"c":3}',
  ]);
});

test('the last line need not have an end', () => {
  const lines: string[] = [];
  const reader = new LineReader(
    (line) => lines.push(line),
    () => {},
  );
  reader.append(Buffer.from('{"a":1}\n{"b":2}'));
  reader.end();
  expect(lines).toEqual(['{"a":1}', '{"b":2}']);
});

test('a character may be cut in two', () => {
  const bytes = Buffer.from('"ä"\n').toString('latin1');
  expect(read([bytes.slice(0, 2), bytes.slice(2)]).lines).toEqual(['"ä"']);
});

test('a line that is too long is told once and skipped, and the next one counts', () => {
  const { lines, refused } = read(['x'.repeat(6), 'x'.repeat(6), 'x\n', 'ok\n'], 10);
  expect(refused).toEqual(['This message is too long: at most 10 bytes.']);
  expect(lines).toEqual(['ok']);
});
