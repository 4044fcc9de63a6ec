import { expect, test } from 'vitest';
import { createManualClock } from '../../../support/clock.js';
import type { StudioFault } from '../../../support/studio-faults.js';
import { FaultsOfStudio } from './faults-of-studio.js';

const URL = 'ws://127.0.0.1:1/plugin';

function use(...faults: StudioFault[]) {
  const clock = createManualClock();
  const events: string[] = [];
  const studio = new FaultsOfStudio(
    { faults },
    {
      clock,
      onCrash: () => events.push('crash'),
      block: (forMs) => events.push(`blocked ${forMs}`),
    },
  );
  const link = studio.link(URL, {
    deliver: (direction, message) => events.push(`${direction} ${Buffer.from(message).toString()}`),
    cut: () => events.push('cut'),
    pause: () => events.push('pause'),
    resume: () => events.push('resume'),
  });
  const pass = (direction: 'sent' | 'received', ...texts: string[]) => {
    for (const text of texts) link.pass(direction, Buffer.from(text));
  };
  return { clock, events, studio, pass };
}

test('without a fault everything passes at once', () => {
  const { events, pass } = use();
  pass('sent', 'a');
  pass('received', 'b');
  expect(events).toEqual(['sent a', 'received b']);
});

test.each<[StudioFault, string[]]>([
  [{ fault: 'lose', on: 'sent', nth: 2 }, ['sent one', 'sent three']],
  [{ fault: 'repeat', on: 'sent', nth: 2 }, ['sent one', 'sent two', 'sent two', 'sent three']],
  [{ fault: 'garble', on: 'sent', nth: 3 }, ['sent one', 'sent two', 'sent thr']],
  [{ fault: 'cut', on: 'sent', nth: 2 }, ['sent one', 'cut']],
  [{ fault: 'cut', on: 'sent', nth: 2, where: 'after' }, ['sent one', 'sent two', 'cut']],
  [{ fault: 'crash', on: 'sent', nth: 3 }, ['sent one', 'sent two', 'crash', 'sent three']],
  [{ fault: 'hang', on: 'sent', nth: 1, seconds: 2 }, ['blocked 2000', 'sent one', 'sent two', 'sent three']],
  [{ fault: 'lose', on: 'received' }, ['sent one', 'sent two', 'sent three']],
  [{ fault: 'lose', on: 'sent', url: 'elsewhere' }, ['sent one', 'sent two', 'sent three']],
])('%j makes of three messages %j', (fault, expected) => {
  const { events, pass } = use(fault);
  pass('sent', 'one', 'two', 'three');
  expect(events).toEqual(expected);
});

test('messages are chosen by their type', () => {
  const { events, pass } = use({ fault: 'lose', on: 'received', type: 'execute', nth: 2 });
  pass('received', '{"type":"execute","n":1}', '{"type":"other"}', 'x', '{"type":"execute","n":2}');
  expect(events).toEqual(['received {"type":"execute","n":1}', 'received {"type":"other"}', 'received x']);
});

test('a slow message holds up those behind it, and none of the other direction', () => {
  const { clock, events, pass } = use({ fault: 'slow', on: 'sent', nth: 2, seconds: 1 });
  pass('sent', 'a', 'b', 'c');
  pass('received', 'd');
  expect(events).toEqual(['sent a', 'received d']);
  clock.advance(1000);
  pass('sent', 'e');
  expect(events).toEqual(['sent a', 'received d', 'sent b', 'sent c', 'sent e']);
});

test('a connection that stalls is silent in both directions, and goes on where it says', () => {
  const { clock, events, pass } = use({ fault: 'stall', on: 'received', nth: 1, seconds: 5 });
  pass('received', 'a');
  pass('sent', 'b');
  expect(events).toEqual(['pause']);
  clock.advance(5000);
  expect(events).toEqual(['pause', 'sent b', 'received a', 'resume']);
});

test('one that stalls for ever does not', () => {
  const { clock, events, pass } = use({ fault: 'stall', on: 'sent' });
  pass('sent', 'a');
  clock.advance(1e9);
  expect(events).toEqual(['pause']);
  expect(clock.pendingTimers).toBe(0);
});

test('what comes by time begins when the place is open', () => {
  const { clock, events, studio, pass } = use(
    { fault: 'hang', on: 'start', afterSeconds: 1, seconds: 3 },
    { fault: 'cut', on: 'start', afterSeconds: 2 },
    { fault: 'crash', on: 'start', afterSeconds: 3 },
  );
  clock.advance(10_000);
  expect(events).toEqual([]);
  studio.start();
  clock.advance(2000);
  pass('sent', 'nothing');
  clock.advance(1000);
  expect(events).toEqual(['blocked 3000', 'cut', 'crash']);
});

test('what cannot be reached is refused, with a status or without', async () => {
  const { clock, studio } = use(
    { fault: 'refuse', on: 'connect', nth: 1 },
    { fault: 'refuse', on: 'request', url: '/health', status: 503 },
    { fault: 'slow', on: 'connect', seconds: 2 },
  );
  expect(await studio.openAsync('connect', URL)).toEqual({ status: undefined });
  expect(await studio.openAsync('request', 'http://127.0.0.1:1/health')).toEqual({ status: 503 });
  expect(await studio.openAsync('request', 'http://127.0.0.1:1/other')).toBeUndefined();
  const slow = studio.openAsync('connect', URL);
  clock.advance(2000);
  expect(await slow).toBeUndefined();
});
