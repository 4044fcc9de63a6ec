// What the runner returns of many packages, and what it means for each.
import * as z from 'zod/mini';
import type { Choice } from '../results/chosen-tests.js';
import type { PackageReport, RunReport } from '../results/run-report.js';
import { readTestResults, type TestCase } from '../results/test-results.js';
import { judgeResults, judgeReturned, lastHeard } from '../run/package-run.js';

export const packageOutcome = z.object({
  key: z.string(),
  state: z.enum(['ended', 'late', 'lost', 'deferred']),
  /** What the runner of specs or the package's own script returned. */
  results: z.optional(z.unknown()),
  error: z.optional(z.string()),
  durationMs: z.number(),
});
export type PackageOutcome = z.output<typeof packageOutcome>;

const batchResults = z.object({
  format: z.literal('studio-bridge-batch-results@1'),
  packages: z.array(packageOutcome),
  /** Keys of packages that it had begun or was given, and had no time for. */
  deferred: z.array(z.string()),
  /** Of work that it shared with others: nothing is left. */
  isExhausted: z.optional(z.boolean()),
  /** Why it could not find out what is left. */
  problem: z.optional(z.string()),
  durationMs: z.number(),
});

/** Undefined where the script returned something else, or nothing. */
export function readBatchResults(
  returnValues: readonly unknown[] | undefined,
): z.output<typeof batchResults> | undefined {
  return batchResults.safeParse(returnValues?.[0]).data;
}

export type Judgement = Pick<
  PackageReport,
  'verdict' | 'error' | 'note' | 'framework' | 'tests' | 'problems'
>;

/** How many specs its runner found; undefined where there was none. */
export function foundSpecs({ results }: PackageOutcome): number | undefined {
  return readTestResults(results)?.specs;
}

interface OutcomeFacts {
  readonly isScript: boolean;
  /** Tests that were told one by one: what is known of a package that did not come to its end. */
  readonly told: readonly TestCase[];
  /** The name of the test that had begun and not ended. */
  readonly running: string | undefined;
  readonly timeoutMs: number;
  /** Which tests were to run. */
  readonly choice: Choice;
}

export function judgeOutcome(
  { state, results, error }: PackageOutcome,
  { isScript, told, running, timeoutMs, choice }: OutcomeFacts,
): Judgement {
  const unknown = (why: string) => withoutVerdict(lastHeard(why, running), told);
  if (state === 'late') return unknown(`It did not end within ${timeoutMs / 1000} s.`);
  if (state === 'lost') return unknown('It ended the thread that its tests ran in.');
  if (isScript) return judgeReturned(results, error === undefined ? undefined : { message: error });
  if (error !== undefined) return unknown(error);
  const read = readTestResults(results);
  if (!read) return unknown('The runner returned no results: a test may have ended it.');
  return judgeResults(read, choice);
}

export function withoutVerdict(error: string, tests: readonly TestCase[] = []): Judgement {
  return { verdict: 'error', error, tests, problems: [] };
}

/** Of a package that nothing ran of. */
export function unranReport(name: string, error: string, backend: RunReport['backend']): PackageReport {
  const rung = backend === 'cloud' ? 'state-only' : 'live';
  return { name, ...withoutVerdict(error), events: [], lostLines: 0, isLossExact: true, rung, durationMs: 0 };
}
