// The output of many packages that ran one after the other, cut at the marks into what belongs to each.

import type { JobLogs } from '../jobs/job-context.js';
import type { TestCase } from '../results.js';
import type { RunEvent } from '../run-report.js';
import { ToldTests } from '../told-tests.js';
import type { BatchMarks } from './batch-marks.js';
import type { PackageOutcome } from './batch-results.js';

export interface Section {
  readonly events: RunEvent[];
  /** Tests that were told one by one. */
  readonly told: TestCase[];
  readonly tests: ToldTests;
  hasBegun: boolean;
  hasEnded: boolean;
  /** As it was told at the end; the first word counts, because later ones may be repetitions. */
  outcome: PackageOutcome | undefined;
}

export class TaskSections {
  private readonly sections = new Map<string, Section>();
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

  get(key: string): Section {
    let section = this.sections.get(key);
    if (!section) {
      section = {
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

  /** The package that began or ended with this line. */
  hear(event: RunEvent): { key: string; kind: 'begins' | 'ends' } | undefined {
    const line = this.marks.read(event.text);
    if (!line) return void this.keep(event);
    const section = this.get(line.key);
    if (line.kind === 'test') {
      const test = section === this.current ? section.tests.read(line.text) : undefined;
      if (test) section.told.push(test);
      return undefined;
    }
    const isRepeated = line.kind === 'begins' ? section.hasBegun : section.hasEnded;
    if (isRepeated) return undefined;
    if (line.kind === 'begins') {
      section.hasBegun = true;
      this.current = section;
    } else {
      if (!section.hasBegun) this.adopt(line.key, section);
      section.hasEnded = true;
      section.outcome = line.outcome;
      this.current = undefined;
    }
    this.early = [];
    return { key: line.key, kind: line.kind };
  }

  private keep(event: RunEvent): void {
    if (this.current) this.add(this.current, event);
    else this.early.push(event);
  }

  private adopt(key: string, section: Section): void {
    for (const event of this.early) this.add(section, event, this.names.get(key));
  }

  private add(section: Section, event: RunEvent, name = this.nameOf(section)): void {
    section.events.push({
      ...section.tests.assign(event),
      seq: section.events.length + 1,
      package: name ?? event.package,
    });
  }

  private nameOf(section: Section): string | undefined {
    for (const [key, own] of this.sections) if (own === section) return this.names.get(key);
    return undefined;
  }
}
