import { expect, test } from 'vitest';
import { keptLogs, lostBefore, readTaskOutput, type TaskLine } from './cloud-task-output.js';

const OWN = '\u001enonce';
const MARK = '\u001emark';
const line = (text: string): TaskLine => ({ level: 'Print', time: 0, text });
const count = (id: number, position: number, apart: number) => line(`${OWN}#${id}:${position}:${apart}`);

test('a log that begins with the first count is whole', () => {
  const kept = keptLogs([count(0, 0, 0), line('a'), line(`${MARK}{}`), line('b')], OWN, MARK);
  expect(kept).toMatchObject({ lostLines: 0, isLossExact: true });
  expect(kept.lines.map(({ text }) => text)).toEqual(['a', `${MARK}{}`, 'b']);
});

test('two counts tell how many lines are missing in front, without those that are no output', () => {
  // Of 600 lines up to the count, itself included, 20 were no output; three are left, two of which are output.
  const kept = keptLogs([line('x'), line('y'), count(2, 300, 10), line('z'), count(3, 600, 20)], OWN, MARK);
  expect(kept).toMatchObject({ lostLines: 580 - 2, isLossExact: true });
});

test('one count is too few to know', () => {
  expect(keptLogs([line('x'), count(2, 300, 10)], OWN, undefined)).toMatchObject({ isLossExact: false });
  expect(keptLogs([], OWN, undefined)).toMatchObject({ lines: [], isLossExact: false });
});

test('where nothing counts, lines that were told before say how many are missing in front', () => {
  const told = new Map([
    [1, 'a'],
    [3, 'c'],
  ]);
  expect(lostBefore([line('b'), line(`${MARK}{}`), line('c'), line('d')], told, MARK)).toBe(1);
  expect(lostBefore([line('a'), line('b'), line('c')], told, MARK)).toBe(0);
  expect(lostBefore([line('y'), line('z')], told, MARK)).toBe(3);
  expect(lostBefore([line('y')], new Map(), MARK)).toBe(0);
});

test('bytes that end too soon are refused, wherever they end', () => {
  const head = Buffer.from('[1]');
  const record = Buffer.alloc(13 + 2);
  record.writeUInt8(2, 0);
  record.writeDoubleLE(5, 1);
  record.writeUInt32LE(2, 9);
  record.write('hi', 13);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(head.length);
  const whole = Buffer.concat([size, head, record]);
  expect(readTaskOutput(whole)).toEqual({
    values: [1],
    lines: [{ level: 'Warning', time: 5, text: 'hi' }],
  });
  for (const length of [2, 5, 10, whole.length - 1]) {
    expect(() => readTaskOutput(whole.subarray(0, length))).toThrow(RangeError);
  }
});
