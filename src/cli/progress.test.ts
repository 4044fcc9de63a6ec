import { expect, test } from 'vitest';
import { createManualClock } from '../support/clock.js';
import { showProgress } from './progress.js';
import { PLAIN } from './styles.js';

function start() {
  const clock = createManualClock();
  const written: string[] = [];
  const sink = (name: string) => ({
    write: (content: string | Uint8Array) => void written.push(`${name}:${String(content)}`),
  });
  const progress = showProgress('console exec', { out: sink('out'), err: sink('err') }, clock, PLAIN);
  const take = () => written.splice(0);
  return { clock, progress, take };
}

test('what is done in half a second shows nothing', () => {
  const { clock, progress, take } = start();
  clock.advance(499);
  progress.out.write('done\n');
  clock.advance(10_000);
  expect(take()).toEqual(['out:done\n']);
});

test('longer work shows that it goes on, until there is a result', () => {
  const { clock, progress, take } = start();
  clock.advance(500);
  expect(take()).toEqual(['err:\r\u001b[K\u001b[?7l⠋ console exec\u001b[?7h']);
  clock.advance(600);
  expect(take().at(-1)).toBe('err:\r\u001b[K\u001b[?7l⠦ console exec, 1 s\u001b[?7h');
  progress.err.write('Waiting\n');
  expect(take()).toEqual(['err:\r\u001b[K', 'err:Waiting\n']);
  clock.advance(100);
  expect(take()).toEqual(['err:\r\u001b[K\u001b[?7l⠧ console exec, 1 s\u001b[?7h']);
  progress.out.write('line\n');
  clock.advance(1000);
  progress.end();
  expect(take()).toEqual(['err:\r\u001b[K', 'out:line\n']);
});

test('a table is drawn in the place of the one before it', () => {
  const { clock, progress, take } = start();
  progress.show(['shop  executing', 'arena  launching']);
  clock.advance(500);
  expect(take()).toEqual(['err:\r\u001b[K\u001b[?7l⠋ shop  executing\n⠋ arena  launching\u001b[?7h']);
  progress.show(['shop  3 passed']);
  clock.advance(100);
  expect(take()).toEqual(['err:\r\u001b[K\u001b[1A\r\u001b[K\u001b[?7l⠙ shop  3 passed\u001b[?7h']);
  progress.show([]);
  clock.advance(100);
  expect(take()).toEqual(['err:\r\u001b[K\u001b[?7l⠹ console exec\u001b[?7h']);
});
