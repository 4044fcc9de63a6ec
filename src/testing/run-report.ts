// What a run of tests came to, whatever it ran on: the one thing that every report is made of.
import type { OutputLevel } from '../protocol/log-entry.js';
import { countTests, type TestCase, type TestProblem, type Verdict } from './results.js';

/** One line of output, the same from every backend. */
export interface RunEvent {
  /** Counted from 1 within a package; a gap is a loss. */
  readonly seq: number;
  /** Unix milliseconds; absent where the backend gave no time. */
  readonly time?: number | undefined;
  readonly level: OutputLevel;
  readonly text: string;
}

export interface PackageReport {
  readonly name: string;
  readonly verdict: Verdict | 'error';
  /** Why there is no verdict, or which infrastructure failed. */
  readonly error?: string | undefined;
  readonly framework?: string | undefined;
  readonly tests: readonly TestCase[];
  readonly problems: readonly TestProblem[];
  readonly events: readonly RunEvent[];
  /** Lines that were lost on the way, where that is known. */
  readonly lostLines: number;
  readonly durationMs: number;
}

export interface RunReport {
  readonly backend: 'emulator' | 'studio' | 'cloud';
  readonly packages: readonly PackageReport[];
  readonly durationMs: number;
}

export interface Tally {
  readonly packages: Readonly<Record<PackageReport['verdict'], number>>;
  readonly tests: Readonly<Record<TestCase['status'], number>>;
}

export function tallyOf({ packages }: RunReport): Tally {
  const verdicts = { passed: 0, failed: 0, empty: 0, error: 0 };
  for (const { verdict } of packages) verdicts[verdict]++;
  return { packages: verdicts, tests: countTests(packages.flatMap(({ tests }) => tests)) };
}

/** What makes a pass one with a reservation; `--strict` takes these for failures. */
export function caveatsOf({ verdict, lostLines, tests }: PackageReport): string[] {
  if (verdict !== 'passed' && verdict !== 'empty') return [];
  const skipped = tests.filter(({ status }) => status === 'skipped').length;
  return [
    ...(verdict === 'empty' ? ['no test ran'] : []),
    ...(lostLines > 0 ? [`${lostLines} lines of output were lost`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
}

/** The name of a test as people read it. */
export function titleOf({ path }: Pick<TestCase, 'path'>): string {
  return path.join(' › ');
}
