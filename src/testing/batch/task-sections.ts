// The output of many packages that ran one after the other, cut at the marks into what belongs to each.
import type { JobLogs } from '../jobs/job-context.js';
import type { RunEvent } from '../results/run-report.js';
import type { TestCase } from '../results/test-results.js';
import { readToldLine, ToldTests } from '../run/told-tests.js';
import type { BatchMarks } from './batch-marks.js';
import type { PackageOutcome } from './batch-results.js';

export interface Section {
  readonly key: string;
  readonly events: RunEvent[];
  /** Tests that were told one by one. */
  readonly told: TestCase[];
  readonly tests: ToldTests;
  hasBegun: boolean;
  hasEnded: boolean;
  /** As it was told at the end; the first word counts, because later ones may be repetitions. */
  outcome: PackageOutcome | undefined;
}

export type HeardLine = { readonly key: string } & (
  | { readonly kind: 'begins' | 'ends' }
  | { readonly kind: 'tests'; readonly tests: readonly TestCase[] }
  | { readonly kind: 'output'; readonly event: RunEvent }
);

export class TaskSections {
  private readonly sections = new Map<string, Section>();
  private readonly order: string[] = [];
  private current: Section | undefined;
  /** Lines before the first mark: where the start of the log is lost, they are of the package that ends first. */
  private early: RunEvent[] = [];

  constructor(
    private readonly marks: BatchMarks,
    /** By key. */
    private readonly names: ReadonlyMap<string, string>,
  ) {}

  static of(logs: JobLogs, marks: BatchMarks, names: ReadonlyMap<string, string>): TaskSections {
    const sections = new TaskSections(marks, names);
    for (const event of logs.events) sections.hear(event);
    return sections;
  }

  /** Keys of packages that have begun, in that order. */
  get begun(): string[] {
    return [...this.order];
  }

  get(key: string): Section {
    let section = this.sections.get(key);
    if (!section) {
      section = {
        key,
        events: [],
        told: [],
        tests: new ToldTests(),
        hasBegun: false,
        hasEnded: false,
        outcome: undefined,
      };
      this.sections.set(key, section);
    }
    return section;
  }

  /** What this line says: that a package began or ended, or what came of a test; else it is a line of one. */
  hear(event: RunEvent): HeardLine | undefined {
    const line = this.marks.read(event.text);
    if (!line) return this.keep(event);
    const section = this.get(line.key);
    if (line.kind === 'test') {
      const tests = section === this.current ? section.tests.read(readToldLine(line.text)) : [];
      section.told.push(...tests);
      return { key: line.key, kind: 'tests', tests };
    }
    const isRepeated = line.kind === 'begins' ? section.hasBegun : section.hasEnded;
    if (isRepeated) return undefined;
    if (line.kind === 'begins') {
      section.hasBegun = true;
      this.order.push(section.key);
      this.current = section;
    } else {
      if (!section.hasBegun) for (const early of this.early) this.add(section, early);
      section.hasEnded = true;
      section.outcome = line.outcome;
      this.current = undefined;
    }
    this.early = [];
    return { key: line.key, kind: line.kind };
  }

  private keep(event: RunEvent): HeardLine | undefined {
    const { current } = this;
    if (!current) {
      this.early.push(event);
      return undefined;
    }
    return { key: current.key, kind: 'output', event: this.add(current, event) };
  }

  private add(section: Section, event: RunEvent): RunEvent {
    const own = {
      ...section.tests.assign(event),
      seq: section.events.length + 1,
      package: this.names.get(section.key) ?? event.package,
    };
    section.events.push(own);
    return own;
  }
}
