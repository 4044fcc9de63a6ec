import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { useEngine } from '../../../tests/support/use-engine.js';
import { systemClock } from '../../support/clock.js';
import { createVirtualClock } from './virtual-clock.js';

/** Calls back when the clock has nothing left to do. */
function runOutAsync(schedule: (at: (delayMs: number, name: string) => void) => void): Promise<string[]> {
  const clock = createVirtualClock();
  return new Promise((resolve) => {
    const seen: string[] = [];
    let left = 0;
    schedule((delayMs, name) => {
      left++;
      clock.setTimer(delayMs, () => {
        seen.push(`${name} at ${clock.now()}`);
        if (--left === 0) resolve(seen);
      });
    });
  });
}

test('timers run in order of their time, without waiting', async () => {
  const seen = await runOutAsync((at) => {
    at(5000, 'late');
    at(100, 'first');
    at(100, 'second');
    at(0, 'now');
  });
  expect(seen).toEqual(['now at 0', 'first at 100', 'second at 100', 'late at 5000']);
});

test('the calendar goes with it', () => {
  const clock = createVirtualClock(1000);
  expect(clock.wallTime()).toBe(1000);
});

test('a cancelled timer does not run', async () => {
  const clock = createVirtualClock();
  clock.setTimer(1, () => expect.unreachable()).cancel();
  await new Promise<void>((resolve) => clock.setTimer(2, resolve));
  expect(clock.now()).toBe(2);
});

test('time stands still while it is held', async () => {
  const clock = createVirtualClock();
  const release = clock.hold();
  let ran = false;
  const timer = new Promise<void>((resolve) =>
    clock.setTimer(10, () => {
      ran = true;
      resolve();
    }),
  );
  await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(ran).toBe(false);
  release();
  release();
  await timer;
  expect(clock.now()).toBe(10);
});

test('a script that waits for an answer does not run into its own time limit', async () => {
  const server = createServer((_request, response) => {
    systemClock.setTimer(30, () => response.end('answer'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { run, lineAsync } = useEngine({ clock: createVirtualClock() });
  run(`
    local limit = task.delay(10, print, "done", "too late")
    local answer = game:GetService("HttpService"):GetAsync("http://127.0.0.1:${(server.address() as AddressInfo).port}")
    task.cancel(limit)
    print("done", answer)`);
  expect(await lineAsync('done')).toBe('done answer');
});
