import { expect, test } from 'vitest';
import { type FaultMoment, FaultSchedule } from './fault-plan.js';

interface Named extends FaultMoment {
  readonly name: string;
}

/** Which of `count` events are met, from 1. */
function metOf(faults: readonly Named[], count: number, seed = 0): string[] {
  const schedule = new FaultSchedule<Named>({ seed, faults });
  return Array.from({ length: count }, (_, at) => {
    const met = schedule.next(() => true);
    return met ? `${at + 1} ${met.name}` : '';
  }).filter(Boolean);
}

test.each<[FaultMoment, string[]]>([
  [{}, ['1 a', '2 a', '3 a', '4 a', '5 a', '6 a']],
  [{ nth: 3 }, ['3 a']],
  [{ every: 2 }, ['2 a', '4 a', '6 a']],
  [{ every: 2, times: 2 }, ['2 a', '4 a']],
  [{ times: 1 }, ['1 a']],
  [{ chance: 0 }, []],
  [{ chance: 1, times: 2 }, ['1 a', '2 a']],
])('%j meets %j', (moment, met) => {
  expect(metOf([{ name: 'a', ...moment }], 6)).toEqual(met);
});

test('the first of several that meet an event counts, and the others keep their turn', () => {
  expect(
    metOf(
      [
        { name: 'a', nth: 2 },
        { name: 'b', every: 2, times: 2 },
      ],
      8,
    ),
  ).toEqual(['2 a', '4 b', '6 b']);
});

test('only events that a fault is for are counted', () => {
  const schedule = new FaultSchedule<Named>({
    faults: [
      { name: 'even', nth: 2 },
      { name: 'odd', nth: 2 },
    ],
  });
  const met = [1, 2, 3, 4, 5].map(
    (event) => schedule.next(({ name }) => (event % 2 === 0) === (name === 'even'))?.name,
  );
  expect(met).toEqual([undefined, undefined, 'odd', 'even', undefined]);
});

test('chance follows the seed, whatever else is in the plan after it', () => {
  const half: Named = { name: 'a', chance: 0.5 };
  const first = metOf([half], 1000, 7);
  expect(metOf([half], 1000, 7)).toEqual(first);
  expect(metOf([half, { name: 'b', chance: 0.3 }], 1000, 7).filter((line) => line.endsWith('a'))).toEqual(
    first,
  );
  expect(metOf([half], 1000, 8)).not.toEqual(first);
  expect(first.length).toBeGreaterThan(430);
  expect(first.length).toBeLessThan(570);
});
