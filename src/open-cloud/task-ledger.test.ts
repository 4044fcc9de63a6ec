import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../tests/support/use-tmp.js';
import { verifies } from '../../tests/support/verifies.js';
import { createManualClock } from '../support/clock.js';
import { TaskLedger } from './task-ledger.js';

const SERVICE = 'http://127.0.0.1:1';
const TASK = 'universes/1/places/2/versions/3/luau-execution-sessions/a/tasks/a';

function useLedgers() {
  const folder = join(useTmp(), 'tasks');
  const clock = createManualClock();
  return { folder, clock, open: (service = SERVICE) => new TaskLedger({ service, clock, folder }) };
}

verifies(
  'cloud.unfinished',
  'who runs next in a place knows of the tasks that were left behind there',
  () => {
    const { open } = useLedgers();
    open().add(TASK, 60_000);
    expect(open().list(1, 2)).toEqual([TASK]);
    expect(open().list(1, 3)).toEqual([]);
    expect(open('http://127.0.0.1:2').list(1, 2)).toEqual([]);
    open().remove(TASK);
    expect(open().list(1, 2)).toEqual([]);
  },
);

test('no task is counted for ever, and a file that is damaged is as good as none', async () => {
  const { open, clock, folder } = useLedgers();
  open().add(TASK, 60_000);
  writeFileSync(join(folder, 'other.json'), '{"service":');
  clock.advance(599_000);
  expect(open().list(1, 2)).toEqual([TASK]);
  clock.advance(2000);
  expect(open().list(1, 2)).toEqual([]);
});

test('only those of this client are told of', () => {
  const { open } = useLedgers();
  const ledger = open();
  expect(ledger.tellUnfinished()).toBeUndefined();
  ledger.add(TASK, 60_000);
  expect(ledger.tellUnfinished()).toBe(
    'A task goes on in Open Cloud, which cannot end it: it counts among the 10 that a place may have, for up to 60 s from ' +
      `when the place is open. ${TASK}`,
  );
  expect(open().tellUnfinished()).toBeUndefined();
});
