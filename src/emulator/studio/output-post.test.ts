import { expect, test } from 'vitest';
import { createManualClock } from '../../support/clock.js';
import { OutputPost } from './output-post.js';

function usePost() {
  const sent: (readonly number[])[] = [];
  const clock = createManualClock();
  return { sent, clock, post: new OutputPost<number>((lines) => void sent.push(lines), clock) };
}

test('the first line goes at once, those of the same turn together after it', async () => {
  const { sent, post } = usePost();
  for (const line of [1, 2, 3]) post.add(line);
  expect(sent).toEqual([[1]]);
  await Promise.resolve();
  expect(sent).toEqual([[1], [2, 3]]);
});

test('a turn that never ends keeps no line for long, and not many', () => {
  const { sent, clock, post } = usePost();
  post.add(0);
  for (let line = 1; line <= 65; line++) post.add(line);
  expect(sent.map((lines) => lines.length)).toEqual([1, 64]);
  clock.advance(20);
  post.add(66);
  expect(sent.at(-1)).toEqual([65, 66]);
});

test('what must not come earlier is told after the lines', async () => {
  const { sent, post } = usePost();
  post.add(1);
  post.add(2);
  post.flush();
  expect(sent).toEqual([[1], [2]]);
  await Promise.resolve();
  expect(sent).toHaveLength(2);
});
