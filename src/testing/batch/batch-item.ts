// One thing that a batch runs: a package's tests, with its place as it will be merged with others.
import type { OpenedPart } from '../../emulator/places/index.js';
import type { PackageReport } from '../results/run-report.js';

export interface BatchItem {
  /** Unlike that of any other, whatever packages are called. */
  readonly key: string;
  /** For people and reports. */
  readonly name: string;
  readonly part: OpenedPart;
  /** Its test is a script of its own instead of specs. */
  readonly isScript: boolean;
  /** How many specs its place holds. */
  readonly specs?: number | undefined;
  /** How long it took before, or what is to be expected of it. */
  readonly estimateMs: number;
}

/** What came of it, once and for all. */
export interface ItemReport {
  readonly item: BatchItem;
  readonly report: PackageReport;
  /** It went wrong where others had run before: what those left behind may be the cause. */
  readonly isDoubtful?: boolean | undefined;
}
