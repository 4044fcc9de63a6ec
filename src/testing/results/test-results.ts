// What the runner in the engine returns, and what is made of it: one record a test, the same from every backend.
import * as z from 'zod/mini';
import { ownTrace } from './own-trace.js';

const TEST_STATUSES = ['passed', 'failed', 'skipped'] as const;

/** Luau's empty table is an array. */
const path = z.array(z.string());

const trace = z.optional(z.pipe(z.string(), z.transform(ownTrace)));

export const testCase = z.object({
  /** Full name of the spec's ModuleScript. */
  module: z.string(),
  /** From the outermost suite to the test. */
  path,
  status: z.enum(TEST_STATUSES),
  durationMs: z.optional(z.number()),
  message: z.optional(z.string()),
  trace,
});
export type TestCase = z.output<typeof testCase>;

/** What the runner tells while it works: which tests have ended, and which one begins. */
export const toldLine = z.object({
  /** One without its names is the one that had begun. */
  ended: z._default(z.array(z.partial(testCase, { module: true, path: true })), []),
  begins: z.optional(z.object({ module: z.string(), path })),
});

export type ToldLine = z.output<typeof toldLine>;

/** Something that went wrong outside of any test, such as a spec that cannot be loaded. */
export const testProblem = z.object({
  module: z.optional(z.string()),
  message: z.string(),
  trace,
});
export type TestProblem = z.output<typeof testProblem>;

const testResults = z.object({
  format: z.literal('studio-bridge-test-results@1'),
  framework: z.string(),
  /** How many spec modules there are. */
  specs: z.number(),
  tests: z.array(testCase),
  problems: z.array(testProblem),
  durationMs: z.number(),
});
export type TestResults = z.output<typeof testResults>;

/** What the runner returned, which is JSON; what somebody's own script returns may be a table. */
export function readTestResults(value: unknown): TestResults | undefined {
  try {
    return testResults.safeParse(typeof value === 'string' ? JSON.parse(value) : value).data;
  } catch {
    return undefined;
  }
}

/** What a run comes to, for people and for the exit code. */
export type Verdict = 'passed' | 'failed' | 'empty';

export function verdictOf({ tests, problems }: Pick<TestResults, 'tests' | 'problems'>): Verdict {
  if (problems.length > 0 || tests.some(({ status }) => status === 'failed')) return 'failed';
  return tests.some(({ status }) => status === 'passed') ? 'passed' : 'empty';
}

export function countTests(tests: readonly TestCase[]): Record<TestCase['status'], number> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status } of tests) counts[status]++;
  return counts;
}
