// Packages that failed beside others and pass by themselves. Whether others spoilt them, or they do not always end the same way,
// more runs show: it has to pass by itself every time, and to fail in the same tests beside the same ones. A test that fails
// by chance is not made to pass by running it again.
import { mergedRuns } from '../run/repeated-run.js';
import type { BatchItem, ItemReport } from './batch-item.js';

/** How a package ended beside others. */
export interface Beside extends ItemReport {
  /** Those of its script, in their order, with the package itself. */
  readonly company: readonly BatchItem[];
}

export interface Doubt {
  readonly beside: Beside;
  /** All runs by itself. */
  readonly alone: readonly ItemReport[];
}

/** A script that shows for several packages at once what they are like beside the same others as before. */
export interface Proof {
  readonly items: readonly BatchItem[];
  readonly doubts: readonly Doubt[];
}

/** How often it has to pass by itself. */
export const ALONE_RUNS = 3;
const SPOILT = 'it did not pass beside other packages, and did by itself';
const UNSTEADY = 'it failed beside other packages, and not every time';

export class Doubts {
  private readonly byCompany = new Map<readonly BatchItem[], Map<BatchItem, Doubt>>();

  add(doubt: Doubt): void {
    const { company, item } = doubt.beside;
    const known = this.byCompany.get(company) ?? new Map<BatchItem, Doubt>();
    this.byCompany.set(company, known.set(item, doubt));
  }

  takeNext(): Proof | undefined {
    for (const [company, known] of this.byCompany) {
      this.byCompany.delete(company);
      const last = Math.max(...[...known.keys()].map((item) => company.indexOf(item)));
      return { items: company.slice(0, last + 1), doubts: [...known.values()] };
    }
    return undefined;
  }

  takeAll(): Doubt[] {
    const all = [...this.byCompany.values()].flatMap((known) => [...known.values()]);
    this.byCompany.clear();
    return all;
  }
}

/** One that had no verdict at all, or not all of its specs, may run again as after any fault: only a failure needs a proof. */
export function needsProof({ report }: ItemReport): boolean {
  return report.verdict === 'failed';
}

/** Others spoilt it: what it is by itself counts. */
export function spoilt({ item, report }: ItemReport): ItemReport {
  return { item, report: { ...report, note: SPOILT } };
}

/** @param again How it ended beside the same others once more, where that is known. */
export function judgeDoubt({ beside, alone }: Doubt, again: ItemReport | undefined): ItemReport {
  const [first] = alone;
  const hasPassedAlone = alone.every(({ report }) => report.verdict === 'passed');
  if (first && again && hasPassedAlone && failsAlike(beside, again)) return spoilt(first);
  const { item, report } = beside;
  const runs = [report, ...alone.map((one) => one.report), ...(again ? [again.report] : [])];
  return { item, report: { ...report, tests: mergedRuns(runs).tests, note: UNSTEADY } };
}

/** Some test failed both times, or the second time it did not come to a verdict at all. */
function failsAlike(one: ItemReport, other: ItemReport): boolean {
  if (other.report.verdict !== 'failed')
    return other.report.verdict !== 'passed' || other.isDoubtful === true;
  const before = faultsOf(one);
  return faultsOf(other).some((fault) => before.includes(fault));
}

function faultsOf({ report: { tests, problems } }: ItemReport): string[] {
  const failed = tests.filter(({ status }) => status === 'failed');
  return [
    ...failed.map(({ module, path }) => JSON.stringify([module, path])),
    ...problems.map(({ module }) => JSON.stringify([module])),
  ];
}
