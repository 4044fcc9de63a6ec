// When something shall go wrong on purpose: faults as a file or a caller lists them, and which of them meets an event.
// The same plan with the same seed and the same events gives the same faults.

/** Without any of these a fault meets every event that it is for. */
export interface FaultMoment {
  /** Only the n-th such event, counted from 1. */
  readonly nth?: number | undefined;
  /** Every n-th such event. */
  readonly every?: number | undefined;
  /** From 0 to 1: how likely each such event is to be met. */
  readonly chance?: number | undefined;
  /** At most so many times. */
  readonly times?: number | undefined;
}

export interface FaultPlan<Fault extends FaultMoment> {
  /** For `chance`. Default 0. */
  readonly seed?: number | undefined;
  /** Of several that meet one event, the first counts. */
  readonly faults: readonly Fault[];
}

export class FaultSchedule<Fault extends FaultMoment> {
  private readonly states: {
    readonly fault: Fault;
    readonly draw: () => number;
    events: number;
    met: number;
  }[];

  constructor({ seed = 0, faults }: FaultPlan<Fault>) {
    // Each has draws of its own, so that they are the same whatever else is in the plan after it.
    this.states = faults.map((fault, index) => ({ fault, draw: drawsOf(seed + index), events: 0, met: 0 }));
  }

  /** Counts an event at every fault that is for it, and says which one meets it. */
  next(isFor: (fault: Fault) => boolean): Fault | undefined {
    let found: Fault | undefined;
    for (const state of this.states) {
      if (!isFor(state.fault)) continue;
      state.events += 1;
      const { nth, every, chance, times = Infinity } = state.fault;
      const isMet =
        (nth === undefined || state.events === nth) &&
        (every === undefined || state.events % every === 0) &&
        (chance === undefined || state.draw() < chance);
      if (!isMet || found || state.met >= times) continue;
      state.met += 1;
      found = state.fault;
    }
    return found;
  }
}

/** Numbers from 0 to below 1 by a seed: a counter whose bits are mixed. */
function drawsOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}
