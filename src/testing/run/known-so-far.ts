// What a run has told before it was given up: it goes into the reports all the same, and they say that it is not all.
import { BridgeError } from '../../protocol/bridge-error.js';
import { messageOf } from '../../support/thrown-text.js';
import type { PackageReport, RunEvent, StreamRung } from '../results/run-report.js';
import type { TestCase } from '../results/test-results.js';
import type { PackageRequest } from './package-run.js';

export class KnownSoFar {
  private readonly tests = new Map<string, TestCase>();
  private readonly events: RunEvent[] = [];

  get isEmpty(): boolean {
    return this.tests.size === 0 && this.events.length === 0;
  }

  /** Whoever else is told still is. */
  follow(one: PackageRequest): PackageRequest {
    return {
      ...one,
      onTest: (test) => {
        const key = JSON.stringify([test.module, test.path]);
        // Of several runs, one that failed counts.
        if (this.tests.get(key)?.status !== 'failed') this.tests.set(key, test);
        one.onTest?.(test);
      },
      onOutput: (event) => {
        this.events.push(event);
        one.onOutput?.(event);
      },
    };
  }

  report(name: string, error: unknown, durationMs: number, rung: StreamRung = 'live'): PackageReport {
    return {
      name,
      verdict: 'error',
      error: reasonOf(error),
      tests: [...this.tests.values()],
      problems: [],
      events: this.events,
      lostLines: 0,
      isLossExact: false,
      rung,
      durationMs,
    };
  }
}

/** Why there is no whole report. */
export function reasonOf(error: unknown): string {
  if (error instanceof BridgeError && error.code === 'CANCELLED') return 'The run was interrupted.';
  return messageOf(error);
}
