// What the command `test` asks of the test runner, which knows frameworks and reports but not where scripts run.
import type { ExitCode } from '../protocol/error-catalog.js';
import type { OutputLevel } from '../protocol/log-entry.js';

export interface TestLine {
  readonly seq: number;
  readonly level: OutputLevel;
  readonly text: string;
  readonly time?: number | undefined;
}

/** What came of the script that runs the tests. */
export interface TestScriptOutcome {
  /** The first value that it returned; undefined if it failed. */
  readonly returned?: unknown;
  /** Why it failed. */
  readonly error?: string | undefined;
}

/** Runs a script in a Studio, an emulated one or a server of Open Cloud. */
export type TestScriptRunner = (
  script: string,
  onLine: (line: TestLine) => void,
) => Promise<TestScriptOutcome>;

export interface TestRequest {
  /** What is tested, for people. */
  readonly name: string;
  readonly backend: 'emulator' | 'studio' | 'cloud';
  readonly paths: readonly string[];
  readonly filter?: string | undefined;
  readonly adapter?: 'jest' | 'testez' | 'plain' | undefined;
  /** Instead of looking for specs: Luau whose errors are its only verdict. */
  readonly script?: string | undefined;
  /** Each `FORMAT` or `FORMAT=FILE`. */
  readonly reports: readonly string[];
  readonly strict: boolean;
  readonly passWithNoTests: boolean;
  readonly run: TestScriptRunner;
  /** Told of each test as soon as it is known, where the backend streams. */
  readonly onTest: (title: string, status: 'passed' | 'failed' | 'skipped') => void;
}

export interface TestRun {
  readonly exitCode: ExitCode;
  /** For people: what failed and why, then the tally. */
  readonly text: string;
  /** Everything that is known, for programs. */
  readonly report: object;
  /** The reports that were written. */
  readonly files: readonly string[];
}

export interface TestAccess {
  /** @throws BridgeError USAGE for a report that there is none of; FILE_NOT_WRITABLE if one cannot be written. */
  runAsync(request: TestRequest): Promise<TestRun>;
}
