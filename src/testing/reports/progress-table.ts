// What is under way, a row for each package: who waits sees where it stands. The sign that turns is the surface's.
import type { JobPhase } from '../jobs/job-context.js';
import type { TestCase } from '../results/test-results.js';
import type { PackageRequest } from '../run/package-run.js';

interface Row {
  phase: string;
  readonly counts: Record<TestCase['status'], number>;
}

/** What fits on a small terminal. */
const MOST_ROWS = 12;

export class ProgressTable {
  private readonly rows = new Map<string, Row>();
  private head: string | undefined;

  /** @param show Undefined where nobody watches. */
  constructor(private readonly show: ((lines: readonly string[]) => void) | undefined) {}

  /** Whoever else is told of phases and tests still is. */
  follow(one: PackageRequest): PackageRequest {
    return {
      ...one,
      onPhase: (report) => {
        this.phase(one.name, report.phase);
        one.onPhase?.(report);
      },
      onTest: (test) => {
        this.test(one.name, test.status);
        one.onTest?.(test);
      },
    };
  }

  phase(packageName: string, phase: JobPhase): void {
    this.rowOf(packageName).phase = phase;
    this.draw();
  }

  /** How far all of it is: above the rows, which are then only those of what is under way. */
  headline(text: string): void {
    this.head = text;
    this.draw();
  }

  end(packageName: string): void {
    if (this.rows.delete(packageName)) this.draw();
  }

  /** The last word: nothing is under way. */
  clear(): void {
    this.rows.clear();
    this.head = undefined;
    this.show?.([]);
  }

  test(packageName: string, status: TestCase['status']): void {
    this.rowOf(packageName).counts[status]++;
    this.draw();
  }

  private rowOf(packageName: string): Row {
    const row = this.rows.get(packageName) ?? { phase: '', counts: { passed: 0, failed: 0, skipped: 0 } };
    this.rows.set(packageName, row);
    return row;
  }

  private draw(): void {
    if (!this.show) return;
    const rows = [...this.rows].slice(0, MOST_ROWS);
    const width = Math.max(...rows.map(([name]) => name.length));
    const lines = rows.map(([name, row]) => `${name.padEnd(width)}  ${stateOf(row)}`);
    this.show(this.head === undefined ? lines : [this.head, ...lines]);
  }
}

function stateOf({ phase, counts: { passed, failed, skipped } }: Row): string {
  const counts = [
    ...(passed > 0 ? [`${passed} passed`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  return [phase, ...counts].join('  ');
}
