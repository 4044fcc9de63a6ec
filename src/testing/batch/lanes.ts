// How many scripts run side by side, and where: emulated Studios on as many cores as there are, one Roblox Studio, or the
// places that Open Cloud may use.
import { availableParallelism } from 'node:os';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { JobContext } from '../jobs/job-context.js';
import type { BatchLane } from './batch-lane.js';
import type { Capacity } from './plan-slots.js';

export interface OpenedLanes {
  readonly lanes: readonly BatchLane[];
  readonly limits: Omit<Capacity, 'lanes' | 'slotsPerLane'>;
}

/** Measured: what an emulated Studio takes until its first script runs. */
const LOCAL_LIMITS: OpenedLanes['limits'] = {
  startsPerMinute: Number.POSITIVE_INFINITY,
  bootMs: 500,
  warmBootMs: 500,
  recycleMs: 0,
  maxTaskMs: Number.POSITIVE_INFINITY,
};

/** What Roblox documents, and what clients have measured of boot times and of how soon a place takes another script. */
const CLOUD_LIMITS: OpenedLanes['limits'] = {
  startsPerMinute: 40,
  bootMs: 22_000,
  warmBootMs: 4_000,
  recycleMs: 10_000,
  maxTaskMs: 290_000,
};
const TASKS_OF_A_PLACE = 10;

/** A place of Open Cloud. */
export interface PlaceId {
  readonly universeId: number;
  readonly placeId: number;
}

export interface PlaceWishes {
  /** Each `universe/place`. */
  readonly named: readonly string[];
  readonly single: Partial<PlaceId>;
  readonly targets: readonly Partial<PlaceId>[];
}

/** Places to run in, each once: those that were named, else all that packages name. */
export function placesOf({ named, single, targets }: PlaceWishes): PlaceId[] {
  const wishes = named.length > 0 ? named.map(readPlace) : isWhole(single) ? [single] : targets;
  const found = new Map<string, PlaceId>();
  for (const wish of wishes) {
    if (!isWhole(wish)) continue;
    const { universeId, placeId } = wish;
    found.set(`${universeId}/${placeId}`, { universeId, placeId });
  }
  return [...found.values()];
}

const isWhole = (wish: Partial<PlaceId>): wish is PlaceId =>
  wish.universeId !== undefined && wish.placeId !== undefined;

function readPlace(text: string): PlaceId {
  const [, universeId, placeId] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? [];
  if (universeId !== undefined && placeId !== undefined) {
    return { universeId: Number(universeId), placeId: Number(placeId) };
  }
  throw new BridgeError('USAGE', `${text} is no place of a universe.`, { hint: 'It looks like 34/12.' });
}

/** Scripts in places of one universe have a MemoryStore in common, by which they share their work. */
export function cloudLanes(
  places: readonly { readonly job: JobContext; readonly universeId: number }[],
): OpenedLanes {
  const { recycleMs } = CLOUD_LIMITS;
  const lanes = places.map(({ job, universeId }) => ({
    job,
    slots: TASKS_OF_A_PLACE,
    recycleMs,
    sharesWith: String(universeId),
  }));
  return { lanes, limits: CLOUD_LIMITS };
}

/** @param wanted Emulated Studios at a time. */
export async function emulatorLanesAsync(
  createJobAsync: () => Promise<JobContext>,
  wanted = availableParallelism(),
): Promise<OpenedLanes> {
  const lanes: BatchLane[] = [];
  while (lanes.length < wanted) lanes.push({ job: await createJobAsync(), slots: 1, recycleMs: 0 });
  return { lanes, limits: LOCAL_LIMITS };
}

/** There is one Roblox Studio on a machine that tests do not slow down. */
export function studioLanes(job: JobContext, wanted = 1): OpenedLanes {
  const lanes = Array.from({ length: wanted }, () => ({ job, slots: 1, recycleMs: 0 }));
  return { lanes, limits: LOCAL_LIMITS };
}
