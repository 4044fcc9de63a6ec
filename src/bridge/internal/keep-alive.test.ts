import { expect, test } from 'vitest';
import { createManualClock } from '../../support/clock.js';
import { keepAlive } from './keep-alive.js';
import type { Link } from './link.js';

/** A link of which only the answers to pings count: one a ping, in order; then it answers none. */
function rig(answers: boolean[]) {
  const clock = createManualClock();
  const asked: number[] = [];
  let endedBy: string | undefined;
  const link: Link = {
    isOpen: true,
    bufferedBytes: 0,
    send() {},
    close() {},
    terminate(reason) {
      endedBy = reason;
    },
    read() {},
    onClose() {},
    pingAsync(timeoutMs) {
      asked.push(timeoutMs);
      return Promise.resolve(answers.shift() ?? false);
    },
  };
  keepAlive(link, clock, 30_000);
  return {
    asked,
    endedBy: () => endedBy,
    async passAsync(ms: number) {
      clock.advance(ms);
      await new Promise(setImmediate);
    },
  };
}

test('a ping every thirty seconds, for as long as it is answered', async () => {
  const { asked, endedBy, passAsync } = rig([true, true]);
  await passAsync(29_999);
  expect(asked).toEqual([]);
  await passAsync(1);
  await passAsync(30_000);
  expect(asked).toEqual([30_000, 30_000]);
  expect(endedBy()).toBeUndefined();
});

test('one that was missed is asked for again before the link is given up', async () => {
  const { asked, endedBy, passAsync } = rig([false, true]);
  await passAsync(30_000);
  expect(asked).toEqual([30_000, 5_000]);
  expect(endedBy()).toBeUndefined();
  await passAsync(30_000);
  expect(endedBy()).toBe('it did not answer a ping');
});
