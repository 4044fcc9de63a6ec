// The run as lines of JSON, each one thing as soon as it is known: what other tools read, and what a crash leaves behind.
import {
  type PackageReport,
  type ReportedTest,
  type RunEvent,
  type RunReport,
  tallyOf,
} from '../results/run-report.js';
import type { TestCase } from '../results/test-results.js';

export interface RunHead {
  readonly packages: number;
  /** Of several runs, which one. */
  readonly run?: number | undefined;
  /** The files that it is made for. */
  readonly changed?: readonly string[] | undefined;
}

interface Told {
  readonly tests: Set<string>;
  /** Texts by their numbers. */
  readonly lines: Map<number, string>;
  verdict: PackageReport['verdict'] | undefined;
}

/** What was told while it happened is told again only where more is known of it, such as its place; `again` says so. */
export class JsonLines {
  private readonly told = new Map<string, Told>();

  constructor(private readonly write: (line: string) => void) {}

  begin(about: RunHead): void {
    this.tell({ event: 'run', format: 'studio-bridge-events@1', ...about });
  }

  output(event: RunEvent): void {
    this.toldOf(event.package).lines.set(event.seq, event.text);
    this.tell({ event: 'output', ...event });
  }

  /** The package runs again: what was told of it counts no more, but for the lines up to one. */
  again(packageName: string, why: string, lastSeq = 0): void {
    const told = this.told.get(packageName);
    if (!told) return;
    for (const seq of told.lines.keys()) if (seq > lastSeq) told.lines.delete(seq);
    told.tests.clear();
    this.tell({ event: 'again', package: packageName, why, afterSeq: lastSeq });
  }

  test(packageName: string, test: ReportedTest): void {
    const { tests } = this.toldOf(packageName);
    const again = tests.has(keyOf(test)) ? true : undefined;
    tests.add(keyOf(test)).add(contentOf(test));
    this.tell({ event: 'test', package: packageName, ...test, again });
  }

  package(report: PackageReport): void {
    const { name, verdict, error, note, tests, problems, events, durationMs } = report;
    const { lostLines, isLossExact, rung } = report;
    const told = this.toldOf(name);
    for (const event of events) if (told.lines.get(event.seq) !== event.text) this.output(event);
    for (const test of tests) if (!told.tests.has(contentOf(test))) this.test(name, test);
    if (told.verdict !== verdict)
      for (const problem of problems) this.tell({ event: 'problem', package: name, ...problem });
    const again = told.verdict === undefined ? undefined : true;
    told.verdict = verdict;
    const loss = { lostLines, isLossExact, rung };
    this.tell({ event: 'package', package: name, verdict, error, note, ...loss, durationMs, again });
  }

  end(report: RunReport): void {
    const { backend, durationMs, incomplete } = report;
    this.tell({ event: 'end', backend, ...tallyOf(report), durationMs, incomplete });
  }

  replaced(): void {
    this.tell({ event: 'end', incomplete: 'A newer run has replaced this one.' });
  }

  private toldOf(packageName: string) {
    const told = this.told.get(packageName) ?? { tests: new Set(), lines: new Map(), verdict: undefined };
    this.told.set(packageName, told);
    return told;
  }

  private tell(content: object): void {
    this.write(`${JSON.stringify(content)}\n`);
  }
}

const keyOf = ({ module, path, status }: TestCase) => JSON.stringify([module, path, status]);

/** What the end may add to a test. */
const contentOf = ({ module, path, status, at, flaky }: ReportedTest) =>
  JSON.stringify([module, path, status, at ?? null, flaky ?? null]);
