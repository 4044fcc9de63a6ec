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

/** @param count Exactly so many slots, instead of as many as are worth it. */
export function planSlots(items: readonly BatchItem[], capacity: Capacity, count?: number): Plan {
  const most = Math.min(items.length, capacity.lanes * capacity.slotsPerLane);
  const sorted = [...items].sort((a, b) => b.estimateMs - a.estimateMs);
  if (count !== undefined) return fill(sorted, capacity, Math.min(count, most));
  let best = fill(sorted, capacity, Math.min(1, most));
  for (let next = 2; next <= most; next++) {
    const plan = fill(sorted, capacity, next);
    if (plan.expectedMs < best.expectedMs * WORTH) best = plan;
  }
  return best;
}

/** When the nth script can start at the soonest, counted from 0. */
export function startMs(nth: number, { startsPerMinute }: Capacity): number {
  return Math.floor(nth / startsPerMinute) * MINUTE_MS;
}

function fill(sorted: readonly BatchItem[], capacity: Capacity, count: number): Plan {
  const slots = Array.from({ length: count }, (_, nth) => ({
    lane: nth % capacity.lanes,
    endMs: startMs(nth, capacity) + capacity.bootMs,
    usedMs: 0,
    items: [] as BatchItem[],
  }));
  for (const item of sorted) {
    let soonest = slots[0];
    for (const slot of slots) if (soonest === undefined || slot.endMs < soonest.endMs) soonest = slot;
    if (!soonest) break;
    soonest.items.push(item);
    soonest.endMs += item.estimateMs;
    soonest.usedMs += item.estimateMs;
    // What does not fit into one script needs another one.
    if (soonest.usedMs > capacity.maxTaskMs) {
      soonest.endMs += capacity.recycleMs + capacity.bootMs;
      soonest.usedMs = item.estimateMs;
    }
  }
  const used = slots.filter((slot) => slot.items.length > 0);
  return { slots: used, expectedMs: Math.max(0, ...used.map(({ endMs }) => endMs)) };
}

/** The items of one slot as the scripts that they need. */
export function cutToTasks(items: readonly BatchItem[], maxTaskMs: number): BatchItem[][] {
  const tasks: BatchItem[][] = [];
  let current: BatchItem[] = [];
  let usedMs = 0;
  for (const item of items) {
    if (current.length > 0 && usedMs + item.estimateMs > maxTaskMs) {
      tasks.push(current);
      current = [];
      usedMs = 0;
    }
    current.push(item);
    usedMs += item.estimateMs;
  }
  return current.length > 0 ? [...tasks, current] : tasks;
}
