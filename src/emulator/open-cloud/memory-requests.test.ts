// What scripts may ask of MemoryStore in a minute, in the units of Roblox' guide.
import { expect, test } from 'vitest';
import { createManualClock } from '../../support/clock.js';
import { DOCUMENTED_LIMITS } from './cloud-limits.js';
import { answerMemory } from './memory-requests.js';
import { MemoryStores } from './memory-stores.js';

function useMemory(memoryUnits: number) {
  const clock = createManualClock();
  const memory = new MemoryStores(clock, { ...DOCUMENTED_LIMITS, memoryUnits });
  const ask = (request: object, universeId = 1) =>
    JSON.parse(answerMemory(memory, universeId, JSON.stringify(request)));
  const put = (id: string, more: object = {}) =>
    ask({ op: 'set', map: 'm', id, text: '1', seconds: 600, ...more });
  return { clock, ask, put };
}

const REFUSED = { problem: 'RequestThrottled: Recent MemoryStores requests hit one or more limits.' };
const RANGE = { op: 'range', map: 'm', count: 100, isDescending: false };

test('requests are counted for each experience, and answered again after a minute', () => {
  const { clock, ask, put } = useMemory(2);
  expect([put('a'), put('b'), put('c')]).toEqual([{}, {}, REFUSED]);
  expect(ask({ op: 'size', map: 'm' }, 2)).toEqual({ size: 0 });
  clock.advance(60_000);
  expect(ask({ op: 'size', map: 'm' })).toEqual({ size: 2 });
});

test('what gives several items counts as many as it gives, and one where there are none', () => {
  const { ask, put } = useMemory(8);
  expect(ask(RANGE)).toEqual({ items: [] });
  for (const id of ['a', 'b', 'c']) put(id);
  expect(ask(RANGE).items).toHaveLength(3);
  expect(ask({ op: 'read', queue: 'q', count: 9, allOrNothing: false, invisibleSeconds: 1 })).toEqual({
    texts: [],
  });
  expect(put('d')).toEqual(REFUSED);
});

test('to read and write one item of a sorted map is one request, of a hash map two', () => {
  const { ask, put } = useMemory(3);
  const read = { op: 'get', map: 'm', id: 'a' };
  ask(read);
  put('a', { ifEtag: '', isCharged: true });
  ask(read);
  put('b', { ifEtag: '', isCharged: false });
  expect(ask(read)).toEqual(REFUSED);
});
