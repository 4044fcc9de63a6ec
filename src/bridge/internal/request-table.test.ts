import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSessionInfo } from '../../../tests/support/session-info.js';
import { verifies } from '../../../tests/support/verifies.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { createManualClock } from '../../support/clock.js';
import { type RequestSpec, RequestTable } from './request-table.js';

const spec = (requestId: string, overrides: Partial<RequestSpec> = {}): RequestSpec => ({
  requestId,
  type: 'queryState',
  payload: {},
  session: createSessionInfo(),
  timeoutMs: 1_000,
  ...overrides,
});

const answer = (requestId: string) => ({ type: 'stateResult', sessionId: 's', requestId, payload: {} });

test('an answer settles its request and nobody else’s', async () => {
  const table = new RequestTable(createManualClock());
  const first = table.add(spec('1'));
  table.add(spec('2'));
  expect(table.answer(answer('1'))).toBe(true);
  expect(table.answer(answer('1'))).toBe(false);
  await expect(first.promise).resolves.toEqual(answer('1'));
  expect(table.size).toBe(1);
});

verifies(
  ['path.timeout', 'bridge.delivery'],
  'a time-out says how long it waited and whether the plugin may have got the request',
  async () => {
    const clock = createManualClock();
    const table = new RequestTable(clock);
    const abandoned: string[] = [];
    const onAbandoned = ({ requestId }: { requestId: string }) => abandoned.push(requestId);
    const unsent = table.add(spec('1', { onAbandoned }));
    const sent = table.add(spec('2', { onAbandoned, timeoutMs: 1_500 }));
    table.markSent('2', 's');
    clock.advance(1_500);
    await expect(unsent.promise).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'The request could not be sent within 1 second: its session did not come back.',
      delivery: 'not-sent',
    });
    await expect(sent.promise).rejects.toMatchObject({
      message: 'The request was not answered within 1.5 seconds.',
      delivery: 'unknown',
    });
    expect(abandoned).toEqual(['2']);
  },
);

test('output before a time-out proves that the request ran', async () => {
  const clock = createManualClock();
  const table = new RequestTable(clock);
  const seen: unknown[] = [];
  const request = table.add(spec('1', { onOutput: (payload) => seen.push(payload) }));
  table.markSent('1', 's');
  table.progress({ type: 'output', sessionId: 's', requestId: '1', payload: 'line' });
  clock.advance(1_000);
  await expect(request.promise).rejects.toMatchObject({ delivery: 'ran' });
  table.progress({ type: 'output', sessionId: 's', requestId: '1', payload: 'late' });
  expect(seen).toEqual(['line']);
});

test('the same requestId again joins the request that has it', () => {
  const table = new RequestTable(createManualClock());
  expect(table.add(spec('1'))).toBe(table.add(spec('1')));
  expect(table.size).toBe(1);
});

test('whatever happens in whatever order, each request settles once and no timer is left', async () => {
  const ids = ['a', 'b', 'c'];
  const step = fc.oneof(
    fc.record({
      do: fc.constantFrom('add', 'answer', 'fail', 'sent', 'unsent', 'output'),
      id: fc.constantFrom(...ids),
    }),
    fc.record({ do: fc.constant('advance'), id: fc.constantFrom('100', '1000') }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const clock = createManualClock();
      const table = new RequestTable(clock);
      const settled = new Map<string, number>();
      let added = 0;
      for (const { do: action, id } of steps) {
        if (action === 'add' && !table.has(id)) {
          const serial = String(added++);
          const count = () => settled.set(serial, (settled.get(serial) ?? 0) + 1);
          table.add(spec(id)).promise.then(count, count);
        }
        if (action === 'answer') table.answer(answer(id));
        if (action === 'fail') table.fail(id, new BridgeError('CANCELLED', 'x'));
        if (action === 'sent') table.markSent(id, 's');
        if (action === 'unsent') table.markUnsent(id);
        if (action === 'output')
          table.progress({ type: 'output', sessionId: 's', requestId: id, payload: {} });
        if (action === 'advance') clock.advance(Number(id));
      }
      clock.advance(10_000);
      await new Promise(setImmediate);
      expect([...settled.values()]).toEqual(Array(added).fill(1));
      expect([table.size, clock.pendingTimers]).toEqual([0, 0]);
    }),
  );
});
