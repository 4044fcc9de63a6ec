import { expect, test } from 'vitest';
import { Slots } from './slots.js';

const never = new AbortController().signal;

test('who waits gets in in the order of asking, and giving back twice frees one place', async () => {
  const slots = new Slots(1);
  const release = await slots.takeAsync(never);
  const order: string[] = [];
  const enterAsync = async (name: string) => {
    const free = await slots.takeAsync(never);
    order.push(name);
    return free;
  };
  const second = enterAsync('second');
  const third = enterAsync('third');
  release();
  release();
  (await second)();
  (await third)();
  expect(order).toEqual(['second', 'third']);
});

test('who gives up is passed over', async () => {
  const slots = new Slots(1);
  const release = await slots.takeAsync(never);
  const gone = new AbortController();
  const waiting = slots.takeAsync(gone.signal);
  const next = slots.takeAsync(never);
  gone.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  release();
  (await next)();
});
