// The harness is what every claimed figure rests on.
import { describe, expect, test } from 'vitest';
import { verifies } from '../tests/support/verifies.js';
import { type Figure, figureLine, isBroken, measurePairsAsync, quantile, ratioFigure } from './harness.js';

describe('bench harness', () => {
  verifies('bench.one-run', 'subject and floor take turns, and the medians make the ratio', async () => {
    const turns: string[] = [];
    const taking = (name: string, times: number[]) => () => {
      turns.push(name);
      return times.shift() ?? Number.NaN;
    };
    const result = await measurePairsAsync({
      floor: taking('floor', [99, 10, 30, 20]),
      subject: taking('subject', [99, 50, 900, 60]),
      count: 3,
    });
    expect(turns.join(' ')).toBe('floor subject floor subject floor subject floor subject');
    expect(result).toEqual({ floorMs: 20, subjectMs: 60, ratio: 3 });
  });

  test('a figure over its limit is broken, and so is one that could not be measured', () => {
    const figure = ratioFigure('start', 2.7, { floorMs: 20, subjectMs: 60, ratio: 3 });
    expect(isBroken(figure)).toBe(true);
    expect(figureLine(figure)).toMatch(/^✗ start +3\.00 x {3}limit 2\.7 x {3}60\.0 ms against 20\.0 ms$/);
    expect(isBroken({ ...figure, value: 2.7 })).toBe(false);
    expect(isBroken({ ...figure, value: Number.NaN })).toBe(true);
  });

  test('some limits may not be fallen short of', () => {
    const figure: Figure = { name: 'rate', value: 0.7, unit: 'x', limit: 0.7, bound: 'least', detail: '' };
    expect(isBroken(figure)).toBe(false);
    expect(isBroken({ ...figure, value: 0.69 })).toBe(true);
    expect(isBroken({ ...figure, value: Number.NaN })).toBe(true);
  });

  test('quantiles lie between neighbours', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3], 1)).toBe(3);
    expect(() => quantile([], 0.5)).toThrow('There is nothing to measure.');
  });
});
