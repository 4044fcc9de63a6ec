// What the command `test` asks of the test runner, which knows places, frameworks and reports.
import type { ExitCode } from '../../protocol/error-catalog.js';
import type { OutputLevel } from '../../protocol/log-entry.js';
import type { CloudDoor } from './cloud-access.js';

/** Where in Open Cloud tests may be uploaded and run. */
export interface CloudTarget extends CloudDoor {
  readonly universeId?: number | undefined;
  readonly placeId?: number | undefined;
}

export interface TestRequest {
  /** What is tested: a place or model file, or a Rojo project. By default what the folder's files say. */
  readonly place?: string | undefined;
  /** Of `deploy.nevermore.json`. */
  readonly deployTarget?: string | undefined;
  /** By default Studio where this machine has one that can be started, the emulated one elsewhere. */
  readonly backend?: 'emulator' | 'studio' | 'cloud' | undefined;
  readonly cloud?: CloudTarget | undefined;
  /** Who builds a Rojo project into a place; by default this program itself. */
  readonly builder?: 'own' | 'rojo' | undefined;
  readonly paths: readonly string[];
  readonly filter?: string | undefined;
  readonly adapter?: 'jest' | 'testez' | 'plain' | undefined;
  /** Instead of looking for specs: Luau whose errors are its only verdict. */
  readonly script?: string | undefined;
  /** Where that script is. */
  readonly scriptFile?: string | undefined;
  /** Counts which lines run, on the emulator. */
  readonly coverage: boolean;
  /** Each `FORM` or `FORM=FILE`. */
  readonly coverageReports: readonly string[];
  /** Runs again with every change, until it is interrupted. */
  readonly watch: boolean;
  /** Each `FORMAT` or `FORMAT=FILE`. */
  readonly reports: readonly string[];
  /** Which test each line of output is of shall be known, whatever the reports ask for. */
  readonly namesLines: boolean;
  readonly strict: boolean;
  readonly passWithNoTests: boolean;
  /** A test that takes longer fails, where the framework lets tests be stopped. */
  readonly testTimeoutMs: number;
  /** The first failure is enough. */
  readonly failFast: boolean;
  /** How often the tests run. */
  readonly repeat: number;
  /** How often a run without a verdict is tried again. */
  readonly retries: number;
  /** Told of each test as soon as it is known, where the backend streams. */
  readonly onTest: (title: string, status: 'passed' | 'failed' | 'skipped') => void;
  /** Told of each line that the tests print. */
  readonly onOutput?: ((line: { readonly text: string; readonly level: OutputLevel }) => void) | undefined;
  /** What is under way, a line each; with it, nobody has to be told of tests that pass. */
  readonly onProgress?: ((lines: readonly string[]) => void) | undefined;
  /** Told of each run of a watch. */
  readonly onRun: (run: TestRun) => void;
  /** A line about what is going on. */
  readonly onNotice: (line: string) => void;
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

export interface BatchRequest
  extends Pick<
    TestRequest,
    | 'backend'
    | 'cloud'
    | 'builder'
    | 'filter'
    | 'adapter'
    | 'reports'
    | 'strict'
    | 'passWithNoTests'
    | 'testTimeoutMs'
    | 'failFast'
    | 'watch'
    | 'onRun'
    | 'repeat'
    | 'deployTarget'
    | 'coverage'
    | 'coverageReports'
    | 'namesLines'
  > {
  /** How often a package that has no verdict is run again by itself. */
  readonly retries: number;
  /** Only packages with one of these in their names. */
  readonly names: readonly string[];
  /** A git revision: what changed since, with all that depends on it. Everything without it. */
  readonly base?: string | undefined;
  readonly limit?: number | undefined;
  /** Scripts at a time, instead of as many as are worth it. */
  readonly shards?: number | undefined;
  /** Each package in a place of its own. */
  readonly isSeparate: boolean;
  /** Keeps what an earlier batch has found out. */
  readonly resume: boolean;
  /** Tells what would be run, and runs nothing. */
  readonly isListOnly: boolean;
  /** Where each is `UNIVERSE/PLACE`: of Open Cloud, instead of those that packages name. */
  readonly places: readonly string[];
}

export interface TestAccess<Context> {
  /** @throws BridgeError USAGE for a report that there is none of; FILE_NOT_WRITABLE if one cannot be written. */
  runAsync(request: TestRequest, context: Context): Promise<TestRun>;
  /** The packages of the workspace that the user is in. */
  runBatchAsync(request: BatchRequest, context: Context): Promise<TestRun>;
}
