// Which package runs where: longest first, each on the slot that is free soonest. How many slots are worth it depends on what
// the backend allows: each one takes time until it has started, and services limit how many may start in a minute.
import type { BatchItem } from './batch-item.js';

export interface Capacity {
  /** Places, Studios or processes that work side by side. */
  readonly lanes: number;
  /** Scripts that one of them may run at a time. */
  readonly slotsPerLane: number;
  /** How many scripts may be started in a minute, on all lanes together. */
  readonly startsPerMinute: number;
  /** From the start of a script until its first package runs. */
  readonly bootMs: number;
  /** The same, once others have run there. */
  readonly warmBootMs: number;
  /** From the end of a script until the slot takes another one. */
  readonly recycleMs: number;
  /** How long one script may take. */
  readonly maxTaskMs: number;
}

export interface SlotPlan {
  readonly lane: number;
  readonly items: readonly BatchItem[];
}

export interface Plan {
  readonly slots: readonly SlotPlan[];
  readonly expectedMs: number;
}

const MINUTE_MS = 60_000;
/** More slots are taken only for so much less time. */
const WORTH = 0.99;
const PLANNED_SHARE = 0.8;

/** @param count Exactly so many slots, instead of as many as are worth it. */
export function planSlots(items: readonly BatchItem[], capacity: Capacity, count?: number): Plan {
  const most = Math.min(items.length, capacity.lanes * capacity.slotsPerLane);
  const sorted = longestFirst(items);
  if (count !== undefined) return fill(sorted, capacity, Math.min(count, most));
  let best = fill(sorted, capacity, Math.min(1, most));
  for (let next = 2; next <= most; next++) {
    const plan = fill(sorted, capacity, next);
    if (plan.expectedMs < best.expectedMs * WORTH) best = plan;
  }
  return best;
}

export function longestFirst(items: readonly BatchItem[]): BatchItem[] {
  return [...items].sort((a, b) => b.estimateMs - a.estimateMs);
}

/** When the nth script can start at the soonest, counted from 0. */
export function startMs(nth: number, { startsPerMinute }: Pick<Capacity, 'startsPerMinute'>): number {
  return Math.floor(nth / startsPerMinute) * MINUTE_MS;
}

function readyMs(nth: number, capacity: Capacity): number {
  const start = startMs(nth, capacity);
  return start + (start < capacity.bootMs ? capacity.bootMs : capacity.warmBootMs);
}

function fill(sorted: readonly BatchItem[], capacity: Capacity, count: number): Plan {
  const slots = Array.from({ length: count }, (_, nth) => ({
    lane: nth % capacity.lanes,
    endMs: readyMs(nth, capacity),
    usedMs: 0,
    items: [] as BatchItem[],
  }));
  const planned = plannedMs(capacity.maxTaskMs);
  for (const item of sorted) {
    let soonest = slots[0];
    for (const slot of slots) if (soonest === undefined || slot.endMs < soonest.endMs) soonest = slot;
    if (!soonest) break;
    soonest.items.push(item);
    soonest.endMs += item.estimateMs;
    soonest.usedMs += item.estimateMs;
    // What does not fit into one script needs another one.
    if (soonest.usedMs > planned) {
      soonest.endMs += capacity.recycleMs + capacity.warmBootMs;
      soonest.usedMs = item.estimateMs;
    }
  }
  const used = slots.filter((slot) => slot.items.length > 0);
  return { slots: used, expectedMs: Math.max(0, ...used.map(({ endMs }) => endMs)) };
}

/** Of the time of a script, what packages get: some of them take longer than before. */
function plannedMs(maxTaskMs: number): number {
  return maxTaskMs * PLANNED_SHARE;
}

/** The items of each slot as the scripts that they need: the first of every slot before the second of any. */
export function tasksOf(slots: readonly (readonly BatchItem[])[], maxTaskMs: number): BatchItem[][] {
  const lists = slots.map((items) => cutToTasks(items, plannedMs(maxTaskMs)));
  const most = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: most }, (_, nth) => lists.flatMap((list) => list.slice(nth, nth + 1))).flat();
}

function cutToTasks(items: readonly BatchItem[], plannedTaskMs: number): BatchItem[][] {
  const tasks: BatchItem[][] = [];
  let current: BatchItem[] = [];
  let usedMs = 0;
  for (const item of items) {
    if (current.length > 0 && usedMs + item.estimateMs > plannedTaskMs) {
      tasks.push(current);
      current = [];
      usedMs = 0;
    }
    current.push(item);
    usedMs += item.estimateMs;
  }
  return current.length > 0 ? [...tasks, current] : tasks;
}
