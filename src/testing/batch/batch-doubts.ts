// Packages that failed beside others and pass by themselves. Whether others spoilt them, or they do not always end the same way,
// one more run beside the same ones shows: a test that fails by chance is not made to pass by running it again.
import { mergedRuns } from '../run/repeated-run.js';
import type { BatchItem, ItemReport } from './batch-item.js';

/** How a package ended beside others. */
export interface Beside extends ItemReport {
  /** Those of its script, in their order, with the package itself. */
  readonly company: readonly BatchItem[];
}

export interface Doubt {
  readonly beside: Beside;
  readonly alone: ItemReport;
}

/** A script that shows for several packages at once what they are like beside the same others as before. */
export interface Proof {
  readonly items: readonly BatchItem[];
  readonly doubts: readonly Doubt[];
}

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
  if (again && (again.isDoubtful || again.report.verdict !== 'passed')) return spoilt(alone);
  const { item, report } = beside;
  const runs = [report, alone.report, ...(again ? [again.report] : [])];
  return { item, report: { ...report, tests: mergedRuns(runs).tests, note: UNSTEADY } };
}
