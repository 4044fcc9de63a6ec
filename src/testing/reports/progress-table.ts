// What is under way, a row for each package: who waits sees where it stands. The sign that turns is the surface's.
import type { JobPhase } from '../jobs/job-context.js';
import type { PackageRequest } from '../package-run.js';
import type { TestCase } from '../results.js';

interface Row {
  phase: string;
  readonly counts: Record<TestCase['status'], number>;
}

export class ProgressTable {
  private readonly rows = new Map<string, Row>();

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
    const width = Math.max(...[...this.rows.keys()].map((name) => name.length));
    this.show([...this.rows].map(([name, row]) => `${name.padEnd(width)}  ${stateOf(row)}`));
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
