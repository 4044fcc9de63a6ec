import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../tests/support/use-tmp.js';
import { verifies } from '../../tests/support/verifies.js';
import { createManualClock } from '../support/clock.js';
import { TaskLedger } from './task-ledger.js';

const SERVICE = 'http://127.0.0.1:1';
const TASK = 'universes/1/places/2/versions/3/luau-execution-sessions/a/tasks/a';

const PLACE = { universeId: 1, placeId: 2 };

function started(ledger: TaskLedger): void {
  ledger.begin(PLACE, 60_000).succeed(TASK);
}

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
    started(open());
    expect(open().list(PLACE)).toEqual([TASK]);
    expect(open().list({ universeId: 1, placeId: 3 })).toEqual([]);
    expect(open('http://127.0.0.1:2').list(PLACE)).toEqual([]);
    open().remove(TASK);
    expect(open().list(PLACE)).toEqual([]);
  },
);

test('no task is counted for ever, and a file that is damaged is as good as none', async () => {
  const { open, clock, folder } = useLedgers();
  started(open());
  writeFileSync(join(folder, 'other.json'), '{"service":');
  clock.advance(599_000);
  expect(open().list(PLACE)).toEqual([TASK]);
  clock.advance(2000);
  expect(open().list(PLACE)).toEqual([]);
});

test('only those of this client are told of', () => {
  const { open } = useLedgers();
  const ledger = open();
  expect(ledger.tellUnfinished()).toBeUndefined();
  started(ledger);
  expect(ledger.tellUnfinished()).toBe(
    'A task goes on in Open Cloud, which cannot end it: it counts among the 10 that a place may have, for up to 60 s from ' +
      `when the place is open. ${TASK}`,
  );
  expect(open().tellUnfinished()).toBeUndefined();
});

verifies(
  'cloud.unfinished',
  'a task of which the service did not say whether it was started counts, until none can be there',
  () => {
    const { open, clock } = useLedgers();
    const ledger = open();
    const attempt = ledger.begin(PLACE, 60_000);
    expect(ledger.countUnnamed(PLACE)).toBe(0);
    // Who asks is not there any more, or will not learn.
    expect(open().countUnnamed(PLACE)).toBe(1);
    attempt.giveUp();
    expect(ledger.countUnnamed(PLACE)).toBe(1);
    expect(ledger.list(PLACE)).toEqual([]);
    expect(ledger.tellUnfinished()).toBe(
      'Whether Open Cloud started a task in place 2 of universe 1 is not known, because its answer did not come, and it ' +
        'lists none: if so, it counts among the 10 that a place may have, for up to 60 s from when the place is open.',
    );
    started(ledger);
    expect(ledger.tellUnfinished()).toMatch(/^A task goes on.*\nWhether Open Cloud started a task/);
    clock.advance(164_000);
    expect(open().countUnnamed(PLACE)).toBe(1);
    clock.advance(2_000);
    expect([open().countUnnamed(PLACE), ledger.countUnnamed(PLACE)]).toEqual([0, 0]);
    expect(open().list(PLACE)).toEqual([TASK]);
  },
);

test('one that was refused or has a name by now is not counted twice', () => {
  const { open } = useLedgers();
  const ledger = open();
  const attempt = ledger.begin(PLACE, 60_000);
  attempt.fail();
  attempt.giveUp();
  started(ledger);
  expect(open().countUnnamed(PLACE)).toBe(0);
  expect(open().list(PLACE)).toEqual([TASK]);
});
