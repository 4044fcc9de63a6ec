// How V8 compiles the VM. It can only be set for the whole process, and any change of it makes V8 refuse all code that
// was compiled before, that of Node's own modules included: so it is set for a moment and taken back.
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8';

/** `fast` keeps start and exit short; `throughput` leaves V8's defaults, which optimise in the background. */
export type LuauStartup = 'fast' | 'throughput';

/** So large that only truly long scripts start optimising jobs, for which Node would wait at its exit. */
const UNHURRIED_BUDGET = 2_000_000_000;
/** V8 tells nobody its defaults; these are of the V8 in Node 20 and of later ones. */
const DEFAULT_BUDGETS = [1_800_000, 13_000_000];

/** V8 keeps with a module what was set when it was made. */
export function underTiers<Result>(startup: LuauStartup, make: () => Result): Result {
  if (startup === 'throughput') return make();
  const before = cachedDataVersionTag();
  setBudget(UNHURRIED_BUDGET);
  try {
    return make();
  } finally {
    DEFAULT_BUDGETS.some((budget) => {
      setBudget(budget);
      return cachedDataVersionTag() === before;
    });
  }
}

function setBudget(budget: number): void {
  setFlagsFromString(`--wasm-tiering-budget=${budget}`);
}
