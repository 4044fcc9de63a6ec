import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { EventLog } from './event-log.js';

const message = (method: string): JSONRPCMessage => ({ jsonrpc: '2.0', method });

async function replayAsync(log: EventLog, lastEventId: string) {
  const sent: [string, string][] = [];
  const streamId = await log.replayAsync(lastEventId, async (id, event) => {
    sent.push([id, 'method' in event ? event.method : '']);
  });
  return { streamId, sent };
}

test('what came after an event of a stream is sent again, in order, and nothing of another stream', async () => {
  const log = new EventLog();
  const opened = log.store('a', {} as JSONRPCMessage);
  const first = log.store('a', message('one'));
  log.store('b', message('other'));
  const second = log.store('a', message('two'));
  expect(await replayAsync(log, opened)).toEqual({
    streamId: 'a',
    sent: [
      [first, 'one'],
      [second, 'two'],
    ],
  });
  expect((await replayAsync(log, second)).sent).toEqual([]);
});

test('what is old goes, by count and by length, and its stream is still known', async () => {
  const log = new EventLog(2, 200);
  const first = log.store('a', message('one'));
  for (const method of ['two', 'three', 'four']) log.store('a', message(method));
  expect((await replayAsync(log, first)).sent.map(([, method]) => method)).toEqual(['three', 'four']);
  const long = log.store('a', message('x'.repeat(300)));
  expect((await replayAsync(log, first)).sent).toEqual([]);
  expect(log.streamOf(long)).toBe('a');
  expect(log.streamOf('nonsense')).toBeUndefined();
});
