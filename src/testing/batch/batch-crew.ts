// Lanes that share one place: each of its slots works off what the plan gives it, or, where their scripts can tell each other
// what is done, all of them together what is left.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergeParts } from '../../emulator/places/index.js';
import type { BatchItem } from './batch-item.js';
import { LaneRun, type LaneSettings, type SharedShift, type Shift } from './batch-lane.js';
import { HOLDER } from './batch-runner.js';
import { SharedWork } from './shared-work.js';

/** Below what Open Cloud takes as one place. */
const CREW_BYTES = 8_000_000;

/** Resolves when each item has been reported. @param shifts Of items of equal settings. */
export async function runCrewAsync(shifts: readonly Shift[], settings: LaneSettings): Promise<void> {
  const items = shifts.flatMap(({ lists }) => lists.flat());
  if (items.length === 0) return;
  const folder = await mkdtemp(join(tmpdir(), 'studio-bridge-batch-'));
  try {
    const file = join(folder, 'batch.rbxl');
    await writeFile(
      file,
      mergeParts(
        items.map(({ part }) => part),
        HOLDER,
      ),
    );
    const shared = sharedShifts(shifts, items, settings);
    const lanes = shifts.map(
      (shift, nth) => new LaneRun(shift, { source: file, file }, settings, shared?.[nth]),
    );
    const results = await Promise.allSettled(lanes.map((lane) => lane.runAsync()));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Undefined where there is nothing to share: the scripts cannot, or each has enough to begin with. */
function sharedShifts(
  shifts: readonly Shift[],
  items: readonly BatchItem[],
  { boot, packageMs }: LaneSettings,
): SharedShift[] | undefined {
  const numbers = shifts.map(() => [] as number[]);
  const most = Math.max(...shifts.map(({ lane }) => lane.slots));
  let workers = 0;
  for (let nth = 0; nth < most; nth++) {
    for (const [index, { lane }] of shifts.entries()) if (nth < lane.slots) numbers[index]?.push(workers++);
  }
  const canShare = shifts.every(({ lane }) => lane.sharesWith !== undefined);
  if (!canShare || workers < 2 || items.length <= workers) return undefined;
  const work = new SharedWork(items, {
    workers,
    startsAtOnce: boot.startsPerMinute,
    patienceSeconds: packageMs / 1000,
  });
  return numbers.map((own) => ({ work, workers: own }));
}

/** Which lanes work together: those that can share, as long as all that they have to do fits into one place. */
export function crewsOf(shifts: readonly Shift[]): Shift[][] {
  const families = new Map<string, Shift[]>();
  for (const [nth, shift] of shifts.entries()) {
    const name = shift.lane.sharesWith ?? `alone ${nth}`;
    families.set(name, [...(families.get(name) ?? []), shift]);
  }
  return [...families.values()].flatMap((family) => {
    const count = Math.ceil(sizeOf(family) / CREW_BYTES);
    const size = Math.ceil(family.length / Math.max(1, count));
    return Array.from({ length: Math.ceil(family.length / size) }, (_, nth) =>
      family.slice(nth * size, (nth + 1) * size),
    );
  });
}

/** Each is a place; one after the other, because services have their settings only once. */
export function turnsTogether(crew: readonly Shift[]): Shift[][] {
  const groups = new Map<string, Set<BatchItem>>();
  for (const item of crew.flatMap(({ lists }) => lists.flat())) {
    const group = groups.get(item.part.settings) ?? new Set();
    groups.set(item.part.settings, group.add(item));
  }
  return [...groups.values()].map((group) =>
    crew.map(({ lane, lists }) => ({
      lane,
      lists: lists.map((list) => list.filter((item) => group.has(item))),
    })),
  );
}

/** @param open What nobody has taken yet, of all crews; it is taken one by one, by those that the plan has work for. */
export function* turnsApart(crew: readonly Shift[], open: Iterator<BatchItem>): Generator<Shift[]> {
  const [shift] = crew;
  if (!shift || shift.lists.length === 0) return;
  for (let next = open.next(); !next.done; next = open.next())
    yield [{ lane: shift.lane, lists: [[next.value]] }];
}

const sizeOf = (shifts: readonly Shift[]) =>
  shifts.reduce((all, { lists }) => lists.flat().reduce((sum, { part }) => sum + part.sizeBytes, all), 0);
