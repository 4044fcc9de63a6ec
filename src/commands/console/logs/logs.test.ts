import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../../tests/support/command-context.js';
import { runCommandAsync } from '../../../command/run-command.js';
import type { LogEntry } from '../../../protocol/log-entry.js';
import { consoleLogs } from './logs.js';

const INPUT = {
  count: 50,
  direction: 'tail' as const,
  levels: [] as LogEntry['level'][],
  all: false,
  includeInternal: false,
  raw: false,
  follow: false,
};

const line = (seq: number, body = `line ${seq}`, level: LogEntry['level'] = 'Print') => ({
  level,
  body,
  seq,
  time: 1_700_000_000_000 + seq,
});

const answered = (entries: LogEntry[]) => ({ entries, total: entries.length, bufferCapacity: 1000 });

test('the lines are asked for as they are wanted', async () => {
  const world = createFakeWorld({ answer: () => answered([line(1), line(2, 'a\nb', 'Warning')]) });
  const plain = await runCommandAsync(consoleLogs, INPUT, world.context);
  const chosen = {
    ...INPUT,
    count: 3,
    direction: 'head' as const,
    levels: ['Error' as const],
    all: true,
    since: 7,
    raw: true,
  };
  await runCommandAsync(consoleLogs, chosen, world.context);
  expect(world.requests).toMatchObject([
    { type: 'queryLogs', payload: { count: 1000, direction: 'tail', includeInternal: false } },
    { payload: { count: 1000, direction: 'head', includeInternal: true, since: 7 } },
  ]);
  const data = plain as Parameters<typeof consoleLogs.format>[0];
  expect(consoleLogs.format(data, { streamed: true })).toBe('Print    line 1\nWarning  a\n         b');
});

function follow(wanted: Partial<typeof INPUT> = {}) {
  const interruption = new AbortController();
  const world = createFakeWorld({
    answer: () => {
      // Printed while the first lines are on their way: it is among them, and it is pushed.
      world.push('logPush', { entry: line(2) });
      return answered([line(1), line(2)]);
    },
    context: { signal: interruption.signal },
  });
  const ended = runCommandAsync(consoleLogs, { ...INPUT, follow: true, ...wanted }, world.context);
  const texts = () => world.emissions.map(({ text }) => text);
  return { world, interruption, ended, texts };
}

test('what follows is told once and in order, until it is interrupted', async () => {
  const { world, interruption, ended, texts } = follow();
  await world.subscribed.promise;
  world.push('logPush', { entry: line(3) });
  world.push('logPush', { entry: line(4, '[StudioBridge] connected') });
  interruption.abort();
  expect(await ended).toBeUndefined();
  expect(texts()).toEqual(['Print    line 1', 'Print    line 2', 'Print    line 3']);
  expect(world.emissions.map(({ data }) => data)).toMatchObject([
    { event: 'log', entry: { seq: 1 } },
    { event: 'log', entry: { seq: 2 } },
    { event: 'log', entry: { seq: 3 } },
  ]);
  expect(world.followed).toEqual([]);
});

test('levels and own lines are chosen in what follows too', async () => {
  const { world, interruption, ended, texts } = follow({ levels: ['Error'], all: true });
  await world.subscribed.promise;
  world.push('logPush', { entry: line(3) });
  world.push('logPush', { entry: line(4, '[StudioBridge] no', 'Error') });
  interruption.abort();
  await ended;
  expect(texts()).toEqual(['Error    [StudioBridge] no']);
});

test('what was missed is told by its numbers', async () => {
  const { world, interruption, ended } = follow();
  await world.subscribed.promise;
  world.miss(3, 5);
  interruption.abort();
  await ended;
  expect(world.emissions.at(-1)).toEqual({
    to: 'diagnostics',
    level: 'Warning',
    text: '3 lines were missed. To see what is kept: studio-bridge console logs --since 2 -d head -n 3',
    data: { event: 'missed', fromSeq: 3, toSeq: 5 },
  });
});

test('a pattern and levels choose among all lines, and errors keep their stack', async () => {
  const printed = [
    line(1, 'Player1 joined'),
    line(2, 'broken', 'Error'),
    line(3, 'Stack Begin', 'Info'),
    line(4, "Script 'Main', Line 1", 'Info'),
    line(5, 'Stack End', 'Info'),
    line(6, 'Player2 joined'),
    line(7, 'Player2 joined'),
  ];
  const world = createFakeWorld({ answer: () => answered(printed) });
  const shown = async (wanted: object) => {
    const data = await runCommandAsync(consoleLogs, { ...INPUT, ...wanted }, world.context);
    return consoleLogs.format(data as Parameters<typeof consoleLogs.format>[0], { streamed: true });
  };
  expect(await shown({ match: 'Player\\d', count: 1 })).toBe('Print    Player2 joined  (2 times)');
  expect(await shown({ levels: ['Error'] })).toBe("Error    broken\n         Script 'Main', Line 1");
  expect(world.requests[0]?.payload).toMatchObject({ count: 1000 });
  await expect(shown({ match: '(' })).rejects.toThrow('--match has to be a regular expression');
});

test('what follows is folded too: stacks are indented and repeats are counted', async () => {
  const { world, interruption, ended, texts } = follow();
  await world.subscribed.promise;
  for (const [at, body] of ['x', 'x', 'x', 'y'].entries())
    world.push('logPush', { entry: line(10 + at, body) });
  world.push('logPush', { entry: line(20, 'broken', 'Error') });
  world.push('logPush', { entry: line(21, 'Stack Begin', 'Info') });
  world.push('logPush', { entry: line(22, "Script 'Main', Line 1", 'Info') });
  interruption.abort();
  await ended;
  expect(
    texts()
      .filter((text) => text !== '')
      .slice(2),
  ).toEqual([
    'Print    x',
    '         2 times more',
    'Print    y',
    'Error    broken',
    "         Script 'Main', Line 1",
  ]);
  expect(world.emissions.filter(({ data }) => data !== undefined).length).toBe(9);
});
