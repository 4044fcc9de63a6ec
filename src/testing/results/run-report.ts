// What a run of tests came to, whatever it ran on: the one thing that every report is made of.
import type { OutputLevel } from '../../protocol/log-entry.js';
import { countTests, type TestCase, type TestProblem, type Verdict } from './test-results.js';

/**
 * How output came while the script ran. `live`: line by line. `live-logs`: the service's logs, looked at while it ran.
 * `memory-store`: a side channel of the script itself. `split-tasks`: at the end of each of several tasks. `state-only`:
 * nothing but the task's state until it ended.
 */
export type StreamRung = 'live' | 'live-logs' | 'memory-store' | 'split-tasks' | 'state-only';

/** One line of output, the same from every backend. */
export interface RunEvent {
  /** Counted from 1 within a package; a gap is a loss. */
  readonly seq: number;
  /** Unix milliseconds. */
  readonly time: number;
  readonly level: OutputLevel;
  readonly text: string;
  readonly package: string;
  /** The test that ran then, where the framework tells when one begins. */
  readonly test?: string | undefined;
}

/** A place in a file of the user's, relative to the folder of the run where it is in there. */
export interface SourcePlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line?: number | undefined;
}

interface Located {
  /** Where it went wrong, as far as the sources are known. */
  readonly at?: SourcePlace | undefined;
  /** The lines around it, numbered; the one that is meant begins with `>`. */
  readonly excerpt?: string | undefined;
}

export interface ReportedTest extends TestCase, Located {
  /** It ran several times and did not end the same way each time. */
  readonly flaky?: { readonly passed: number; readonly runs: number } | undefined;
}

export interface ReportedProblem extends TestProblem, Located {}

export interface PackageReport {
  readonly name: string;
  readonly verdict: Verdict | 'error';
  /** Why there is no verdict, or which infrastructure failed. */
  readonly error?: string | undefined;
  /** There is no verdict for a reason that the tests have nothing to do with. */
  readonly isRetryable?: boolean | undefined;
  /** What is to be known about how the verdict came about. */
  readonly note?: string | undefined;
  readonly framework?: string | undefined;
  readonly tests: readonly ReportedTest[];
  readonly problems: readonly ReportedProblem[];
  readonly events: readonly RunEvent[];
  /** Lines that were lost on the way. */
  readonly lostLines: number;
  /** False where more lines than `lostLines` may be missing. */
  readonly isLossExact: boolean;
  /** How output came while the tests ran. */
  readonly rung: StreamRung;
  readonly durationMs: number;
}

export interface RunReport {
  readonly backend: 'emulator' | 'studio' | 'cloud';
  readonly packages: readonly PackageReport[];
  readonly durationMs: number;
  /** The run was given up, and why: what is here is what was known then. */
  readonly incomplete?: string | undefined;
}

/** What stands before a package or a test in a list. */
export const MARKS: Readonly<Record<TestCase['status'] | PackageReport['verdict'], string>> = {
  passed: '✓',
  failed: '✗',
  skipped: '○',
  empty: '○',
  error: '!',
};

export interface Tally {
  readonly packages: Readonly<Record<PackageReport['verdict'], number>>;
  readonly tests: Readonly<Record<TestCase['status'], number>>;
  /** What went wrong outside of any test. */
  readonly problems: number;
}

export function tallyOf({ packages }: RunReport): Tally {
  const verdicts = { passed: 0, failed: 0, empty: 0, error: 0 };
  for (const { verdict } of packages) verdicts[verdict]++;
  return {
    packages: verdicts,
    tests: countTests(packages.flatMap(({ tests }) => tests)),
    problems: packages.reduce((sum, { problems }) => sum + problems.length, 0),
  };
}

/** The same in words. */
export function tallyWords(report: RunReport): string[] {
  const { tests, packages } = tallyOf(report);
  return [
    `${tests.passed} passed`,
    `${tests.failed} failed`,
    ...(tests.skipped > 0 ? [`${tests.skipped} skipped`] : []),
    ...problemNotes(report.packages.flatMap(({ problems }) => problems)),
    ...(packages.error > 0 ? [`${packages.error} without a verdict`] : []),
  ];
}

/** What is to be said of a package besides how many of its tests have passed. */
export function notesOf(report: PackageReport): string[] {
  const { error, problems } = report;
  return [...(error === undefined ? [] : [error]), ...reservationsOf(report), ...problemNotes(problems)];
}

/** What makes a pass one with a reservation; `--strict` takes these for failures. */
export function caveatsOf(report: PackageReport): string[] {
  const { verdict } = report;
  return verdict === 'passed' || verdict === 'empty' ? reservationsOf(report) : [];
}

function reservationsOf({ verdict, lostLines, isLossExact, tests, note }: PackageReport): string[] {
  const { skipped } = countTests(tests);
  // What was cut off may always have had more to say.
  const isKnown = verdict !== 'error' || lostLines > 0;
  return [
    ...(verdict === 'empty' ? ['no test ran'] : []),
    ...(isKnown ? lossOf({ lostLines, isLossExact }) : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(note === undefined ? [] : [note]),
  ];
}

/** What went wrong outside of any test, in words: such a run has failed, even if each test that ran has passed. */
function problemNotes(problems: readonly TestProblem[]): string[] {
  const specs = problems.filter(({ module }) => module !== undefined).length;
  const others = problems.length - specs;
  return [
    ...(specs > 0 ? [`${specs} ${specs === 1 ? 'spec' : 'specs'} could not be loaded`] : []),
    ...(others > 0 ? [`${others} ${others === 1 ? 'problem' : 'problems'} outside of the tests`] : []),
  ];
}

/** What is missing from the output, in words. */
export function lossOf({
  lostLines,
  isLossExact,
}: Pick<PackageReport, 'lostLines' | 'isLossExact'>): string[] {
  if (isLossExact && lostLines === 0) return [];
  const count = lostLines === 1 ? '1 line' : `${lostLines} lines`;
  if (isLossExact) return [`${count} of output ${lostLines === 1 ? 'was' : 'were'} lost`];
  return [lostLines === 0 ? 'output may have been lost' : `at least ${count} of output were lost`];
}

/** What it ran on, and how output came from there where that is not line by line. */
export function whereText({ backend, packages }: RunReport): string {
  const rungs = [...new Set(packages.map(({ rung }) => rung))].filter((rung) => rung !== 'live');
  return rungs.length === 0 ? backend : `${backend}, output: ${rungs.join(', ')}`;
}

/** The name of a test as people read it. */
export function titleOf({ path }: Pick<TestCase, 'path'>): string {
  return path.join(' › ');
}

/** What is said of a test that does not always end the same way; empty for any other. */
export function flakyNote({ flaky }: ReportedTest): string {
  return flaky === undefined ? '' : `flaky: passed ${flaky.passed} of ${flaky.runs} times`;
}

/** As editors and terminals make links of it; empty where it is not known. */
export function placeText(at: SourcePlace | undefined): string {
  return at === undefined ? '' : at.line === undefined ? at.file : `${at.file}:${at.line}`;
}
