// How many scripts run side by side, and where: emulated Studios on as many cores as there are, one Roblox Studio, or the
// places that Open Cloud may use.
import { availableParallelism } from 'node:os';
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
  recycleMs: 0,
  maxTaskMs: Number.POSITIVE_INFINITY,
};

/** @param wanted Emulated Studios at a time. */
export function emulatorLanes(createJob: () => JobContext, wanted = availableParallelism()): OpenedLanes {
  const lanes = Array.from({ length: wanted }, () => ({ job: createJob(), slots: 1, recycleMs: 0 }));
  return { lanes, limits: LOCAL_LIMITS };
}

/** There is one Roblox Studio on a machine that tests do not slow down. */
export function studioLanes(job: JobContext, wanted = 1): OpenedLanes {
  const lanes = Array.from({ length: wanted }, () => ({ job, slots: 1, recycleMs: 0 }));
  return { lanes, limits: LOCAL_LIMITS };
}
