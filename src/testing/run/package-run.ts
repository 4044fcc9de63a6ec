// The tests of one package on any backend: its place is built and deployed, the runner's script goes there, and what
// it returns is the verdict.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../support/clock.js';
import {
  type BuiltPlace,
  type Deployment,
  infrastructureResult,
  type JobContext,
  type JobLogs,
  type PhaseReport,
  type ScriptRunResult,
} from '../jobs/job-context.js';
import { type Choice, isChosen, whyNone } from '../results/chosen-tests.js';
import { readNevermoreResults } from '../results/nevermore-results.js';
import type { PackageReport, RunEvent } from '../results/run-report.js';
import {
  readTestResults,
  type TestCase,
  type TestResults,
  type ToldLine,
  verdictOf,
} from '../results/test-results.js';
import { runnerScript, type TestOrder } from '../runner/runner-script.js';
import { readToldLine, ToldTests } from './told-tests.js';

export interface PackageRequest {
  /** For people. */
  readonly name: string;
  /** A place or model file, or a Rojo project. */
  readonly source: string;
  readonly builder?: 'own' | 'rojo' | undefined;
  readonly order: Omit<TestOrder, 'nonce'>;
  /** Instead of looking for specs: Luau whose errors are its only verdict. */
  readonly script?: string | undefined;
  /** What errors call that script. */
  readonly chunkName?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told of each test as soon as it is known, where the backend streams. */
  readonly onTest?: ((test: TestCase) => void) | undefined;
  /** Told of each line of output as soon as it is known, where the backend streams. */
  readonly onOutput?: ((event: RunEvent) => void) | undefined;
  readonly onPhase?: ((report: PhaseReport) => void) | undefined;
  /** It is tried again: what was told counts no more, but for the lines up to this one. */
  readonly onRetry?: ((why: string, lastSeq: number) => void) | undefined;
  /** Called with the place after its tests, before it is released. */
  readonly afterwardsAsync?: ((deployment: Deployment) => Promise<void>) | undefined;
}

const NO_LOGS: JobLogs = { events: [], lostLines: 0, isLossExact: true, rung: 'live' };

export async function runPackageAsync(job: JobContext, request: PackageRequest): Promise<PackageReport> {
  const { clock, source, builder, signal, name, onPhase } = request;
  const startedAt = clock.now();
  let built: BuiltPlace | undefined;
  let deployment: Deployment | undefined;
  let part: Omit<PackageReport, 'name' | 'durationMs'>;
  try {
    onPhase?.({ phase: 'building' });
    built = await job.buildPlaceAsync({ source, builder, signal });
    deployment = await job.deployBuiltPlaceAsync(built, { packageName: name, signal, onPhase });
    part = await runDeployedAsync(job, deployment, request);
  } catch (error) {
    const fault = infrastructureResult(error);
    part = {
      ...withoutVerdict(fault.error ?? 'There is no verdict.', isRetryable(fault)),
      ...outputOf({ ...NO_LOGS, rung: job.toldRung ?? 'live' }),
    };
  } finally {
    if (deployment) await job.releaseAsync(deployment);
    if (built) await job.releaseBuiltPlaceAsync(built);
  }
  return { name, ...part, durationMs: clock.now() - startedAt };
}

/** The tests of a place that is ready, once; it can be done again on the same one. */
export async function runDeployedAsync(
  job: JobContext,
  deployment: Deployment,
  request: Omit<PackageRequest, 'source' | 'builder' | 'clock'>,
): Promise<Omit<PackageReport, 'name' | 'durationMs'>> {
  const { order, script, chunkName, name, timeoutMs, signal, onPhase, onTest, onOutput } = request;
  const marks = new TestMarks();
  const live = new ToldTests();
  const known = new Set<string>();
  const tell = (test: TestCase) => {
    const text = JSON.stringify(test);
    if (known.has(text) || !isChosen(test, order)) return;
    known.add(text);
    onTest?.(test);
  };
  const result = await job.runScriptAsync(deployment, {
    ...(script === undefined
      ? { source: runnerScript(), arguments: [{ ...order, nonce: marks.nonce }] }
      : { source: script }),
    chunkName,
    packageName: name,
    mark: marks.mark,
    timeoutMs,
    signal,
    onPhase,
    onEvent(event) {
      if (!marks.has(event)) return onOutput?.(live.assign(event));
      for (const test of live.read(marks.lineOf(event))) tell(test);
    },
  });
  await request.afterwardsAsync?.(deployment);
  const logs = await job.getLogsAsync(deployment);
  const { events, told, running } = sorted(logs.events, marks);
  // Where nothing came while they ran, or not everything.
  for (const test of told) tell(test);
  return {
    ...(script === undefined ? judge(result, { told, running }, order) : judgeScript(result)),
    ...outputOf({ ...logs, events }),
  };
}

/** Lines in which the runner tells of single tests; no test can know what they begin with. */
class TestMarks {
  readonly mark = `\u001e${randomUUID()}`;
  private readonly lines = new Map<string, Partial<ToldLine>>();

  get nonce(): string {
    return this.mark.slice(1);
  }

  has({ text }: RunEvent): boolean {
    return text.startsWith(this.mark);
  }

  /** Read once: what was told is looked at again when all of it is there. */
  lineOf({ text }: RunEvent): Partial<ToldLine> {
    const line = this.lines.get(text) ?? readToldLine(text.slice(this.mark.length));
    this.lines.set(text, line);
    return line;
  }
}

interface Told {
  readonly told: readonly TestCase[];
  /** The name of the test that had begun and not ended. */
  readonly running: string | undefined;
}

/** What the tests wrote, each line with its test, and what the runner told of them. */
function sorted(lines: readonly RunEvent[], marks: TestMarks): Told & { readonly events: RunEvent[] } {
  const tests = new ToldTests();
  const events: RunEvent[] = [];
  const told: TestCase[] = [];
  for (const line of lines) {
    if (marks.has(line)) told.push(...tests.read(marks.lineOf(line)));
    else events.push(tests.assign(line));
  }
  return { events, told, running: tests.runningTitle };
}

type Judgement = Pick<
  PackageReport,
  'verdict' | 'error' | 'isRetryable' | 'note' | 'framework' | 'tests' | 'problems'
>;

/** Only what was returned counts, because anybody can print; without it, what was told shows how far the run came. */
function judge(result: ScriptRunResult, { told, running }: Told, order: PackageRequest['order']): Judgement {
  const { success, error, returnValues } = result;
  if (!success) {
    return {
      ...withoutVerdict(lastHeard(error ?? 'The runner failed.', running), isRetryable(result)),
      tests: told,
    };
  }
  const results = readTestResults(returnValues?.[0]);
  if (!results) {
    return {
      ...withoutVerdict(lastHeard('The runner returned no results: a test may have ended it.', running)),
      tests: told,
    };
  }
  return judgeResults(results, order);
}

/** Why there is no verdict, and where it came to that: tests after the one that was told last may have begun untold. */
export function lastHeard(why: string, begun: string | undefined): string {
  return begun === undefined
    ? why
    : `${why.replace(/[^.!?\u2026]$/, '$&.')} The last test heard of: ${begun}`;
}

/** What the runner returned. */
export function judgeResults(results: TestResults, choice: Choice): Judgement {
  const { framework, problems, specs } = results;
  const tests = results.tests.filter((test) => isChosen(test, choice));
  const verdict = verdictOf({ tests, problems });
  const note = verdict === 'empty' ? whyNone({ specs, tests }, choice) : undefined;
  return { verdict, ...(note === undefined ? {} : { note }), framework, tests, problems };
}

function judgeScript(result: ScriptRunResult): Judgement {
  const { success, error = 'It failed.', trace, isInfrastructure, returnValues } = result;
  if (isInfrastructure) return withoutVerdict(result.error ?? 'The script did not run.', isRetryable(result));
  return judgeReturned(returnValues?.[0], success ? undefined : { message: error, trace });
}

/** A script is one test, unless it returned results like the runner's. @param failure What it raised. */
export function judgeReturned(returned: unknown, failure?: Pick<TestCase, 'message' | 'trace'>): Judgement {
  const results = failure ? undefined : resultsOfScript(returned);
  if (results) return { ...results, verdict: verdictOf(results) };
  const status = failure ? 'failed' : 'passed';
  const test: TestCase = { module: 'script', path: ['script'], status, ...failure };
  return { verdict: status, framework: 'script', tests: [test], problems: [] };
}

/** What a script returned, where it is results. */
function resultsOfScript(value: unknown): Pick<TestResults, 'framework' | 'tests' | 'problems'> | undefined {
  const results = readTestResults(value);
  if (!results) return readNevermoreResults(value);
  const { framework, tests, problems } = results;
  return { framework, tests, problems };
}

function withoutVerdict(error: string, isRetryable = false): Judgement {
  return { verdict: 'error', error, isRetryable, tests: [], problems: [] };
}

const isRetryable = ({ isInfrastructure, isTimeout }: ScriptRunResult) =>
  isInfrastructure === true && isTimeout !== true;

function outputOf({ events, lostLines, isLossExact, rung }: JobLogs) {
  return { events, lostLines, isLossExact, rung };
}
