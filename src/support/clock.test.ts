import { expect, test } from 'vitest';
import { createManualClock, systemClock } from './clock.js';

test('a manual clock runs what falls due, in order of time, and shows the time it fell due', () => {
  const clock = createManualClock();
  const seen: [string, number][] = [];
  clock.setTimer(20, () => seen.push(['late', clock.now()]));
  clock.setTimer(10, () => seen.push(['early', clock.now()]));
  clock.advance(15);
  expect(seen).toEqual([['early', 10]]);
  clock.advance(5);
  expect(seen).toEqual([
    ['early', 10],
    ['late', 20],
  ]);
  expect(clock.pendingTimers).toBe(0);
});

test('a timer set by a timer runs in the same advance if it falls due', () => {
  const clock = createManualClock();
  const seen: number[] = [];
  clock.setTimer(5, () => clock.setTimer(5, () => seen.push(clock.now())));
  clock.advance(10);
  expect(seen).toEqual([10]);
});

test('what falls due while nothing runs is run late, and sees how late it is', () => {
  const clock = createManualClock();
  const seen: number[] = [];
  clock.setTimer(20, () => seen.push(clock.now()));
  clock.setTimer(200, () => seen.push(clock.now()));
  clock.sleep(100);
  expect(seen).toEqual([100]);
});

test('a cancelled timer does not run', () => {
  const clock = createManualClock();
  const timer = clock.setTimer(5, () => expect.unreachable());
  timer.cancel();
  timer.cancel();
  clock.advance(10);
});

test('wall time moves with the clock', () => {
  const clock = createManualClock(1000);
  clock.advance(500);
  expect(clock.wallTime()).toBe(1500);
});

test('the system clock never goes backwards and calls back', async () => {
  const before = systemClock.now();
  await new Promise<void>((resolve) => systemClock.setTimer(0, resolve));
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
});
