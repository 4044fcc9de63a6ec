// Where a run of tests takes place. What runs the tests sees only this, so that one fixture gets one verdict, whatever
// stands behind it: an emulated Studio, a real one, or a server of Open Cloud.
import { BridgeError } from '../../protocol/bridge-error.js';
import type { ScriptCoverage } from '../../support/script-coverage.js';
import type { RunEvent, StreamRung } from '../results/run-report.js';

export type JobBackend = 'emulator' | 'studio' | 'cloud';

export type JobPhase = 'building' | 'uploading' | 'launching' | 'connecting' | 'scheduling' | 'executing';

export interface BuildRequest {
  /** Path of a place or model file, or of a Rojo project. */
  readonly source: string;
  /** Who builds a project; by default this program itself. */
  readonly builder?: 'own' | 'rojo' | undefined;
  readonly signal: AbortSignal;
}

/** Something that can be opened, as it was when it was built. */
export interface BuiltPlace {
  readonly source: string;
  /** The file to open: the source itself, or what was built from it. */
  readonly file: string;
}

export interface PhaseReport {
  readonly phase: JobPhase;
  /** How far it is, where that is known. */
  readonly sentBytes?: number;
  readonly totalBytes?: number;
  /** What is to be said of it, where that is not the usual. */
  readonly note?: string;
}

export interface DeployOptions {
  readonly packageName: string;
  readonly signal: AbortSignal;
  readonly onPhase?: ((report: PhaseReport) => void) | undefined;
}

/** A place that scripts can run in. Only the context that made it knows more of it. */
export interface Deployment {
  readonly packageName: string;
}

/** How long a script may take, on every backend: as long as Open Cloud gives it. */
export const LONGEST_SCRIPT_MS = 290_000;

export interface JobScript {
  readonly source: string;
  /** What it gets as `...`. */
  readonly arguments?: readonly unknown[] | undefined;
  /** What errors, stacks and output call it, on every backend. */
  readonly chunkName?: string | undefined;
  readonly packageName: string;
  /** What lines begin with that are no output of the tests; they take no number. */
  readonly mark?: string | undefined;
  /**
   * When its end is to be expected, counted from when the service has taken it: one that runs many need not be asked before.
   * As a function it may change its mind.
   */
  readonly expectedMs?: number | ((createdAtMs: number) => number) | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal: AbortSignal;
  /** Each line as soon as it is known, in order: for showing. What counts is what `getLogsAsync` gives. */
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  readonly onPhase?: ((report: PhaseReport) => void) | undefined;
}

export interface ScriptChange {
  /** The script's full name. */
  readonly name: string;
  readonly source: string;
}

/** What came of the script. Its verdict on the tests is in what it returned. */
export interface ScriptRunResult {
  readonly success: boolean;
  /** The script's own time, where it is known. */
  readonly durationMs?: number | undefined;
  /** As the service calls the end of the task. */
  readonly taskState?: string | undefined;
  readonly error?: string | undefined;
  /** The calls that led to the error, innermost first. */
  readonly trace?: string | undefined;
  /** It says nothing about the script, and may be tried again. */
  readonly isInfrastructure?: boolean | undefined;
  /** It took too long: trying again would take as long. */
  readonly isTimeout?: boolean | undefined;
  /** It is not known whether the script runs, now or later: another one could run beside it. */
  readonly isAmbiguous?: boolean | undefined;
  /** Undefined: nothing came back. Empty: the script returned nothing. */
  readonly returnValues?: readonly unknown[] | undefined;
}

export interface JobLogs {
  /** Every line of the newest script that could be had, in order; a gap in `seq` is a loss. */
  readonly events: readonly RunEvent[];
  readonly lostLines: number;
  /** False where more lines than `lostLines` may be missing. */
  readonly isLossExact: boolean;
  readonly rung: StreamRung;
}

/** The place could not be changed as it was to be: it has to be deployed again. Nothing of the script ran. */
export class OutdatedPlaceError extends Error {}

/** Why a script is given up that has nothing left to do: it ends by itself at once, and counts nowhere. */
export class NeedlessScriptError extends Error {}

export interface JobContext {
  readonly backend: JobBackend;
  /** Each script runs in a place of its own, in which nothing has run: one deployment is enough for many of them. */
  readonly isFreshEachTime?: boolean;
  /** How lines came that were told while scripts ran; by default `live`. */
  readonly toldRung?: StreamRung;
  buildPlaceAsync(request: BuildRequest): Promise<BuiltPlace>;
  deployBuiltPlaceAsync(built: BuiltPlace, options: DeployOptions): Promise<Deployment>;
  /**
   * Scripts of one deployment run one after the other.
   *
   * @throws BridgeError only where trying again is of no use: a key that is refused, a place that is none.
   * @throws OutdatedPlaceError where it shows only now that scripts could not be given another source.
   */
  runScriptAsync(deployment: Deployment, script: JobScript): Promise<ScriptRunResult>;
  /**
   * Gives scripts another source in a place where nothing has run yet, instead of those of an earlier call; false where
   * that cannot be done, and the place has to be deployed again. Absent where no place can be changed.
   */
  updateScriptsAsync?(
    deployment: Deployment,
    changes: readonly ScriptChange[],
    signal: AbortSignal,
  ): Promise<boolean>;
  /** How often each line of the place's scripts has run; absent where nothing counts it. */
  readCoverageAsync?(
    deployment: Deployment,
    unloaded: readonly { readonly script: string; readonly source: string }[],
  ): Promise<readonly ScriptCoverage[]>;
  getLogsAsync(deployment: Deployment): Promise<JobLogs>;
  releaseAsync(deployment: Deployment): Promise<void>;
  /** May be called more than once. */
  releaseBuiltPlaceAsync(built: BuiltPlace): Promise<void>;
  /** Releases all that is left. */
  disposeAsync(): Promise<void>;
}

/** There is nothing to run on, now or when it is tried again. */
const MISSING: readonly string[] = ['STUDIO_NOT_FOUND', 'EMULATOR_UNAVAILABLE', 'PLUGIN_NOT_INSTALLED'];

/** @throws The error itself, where it is no failure of the infrastructure: interrupted, or asked wrongly. */
export function infrastructureResult(error: unknown): ScriptRunResult {
  if (!(error instanceof BridgeError) || error.exitCode !== 3 || MISSING.includes(error.code)) throw error;
  return {
    success: false,
    error: [error.message, error.ownHint].filter((part) => part !== undefined).join('\n'),
    isInfrastructure: true,
    isTimeout: error.code === 'TIMEOUT',
    isAmbiguous: error.delivery !== 'not-sent',
  };
}
