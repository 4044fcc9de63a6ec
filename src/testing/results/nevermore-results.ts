// What the test scripts of Nevermore return: counts, and the failures by name.
import * as z from 'zod/mini';
import type { TestCase, TestResults } from './test-results.js';

const nevermoreResults = z.object({
  format: z.literal('nevermore-test-results@1'),
  success: z.boolean(),
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  failures: z.optional(z.array(z.object({ name: z.string(), message: z.optional(z.string()) }))),
  error: z.optional(z.string()),
});

/** Undefined if it is something else. Those that passed have no names: they are one entry. */
export function readNevermoreResults(
  value: unknown,
): Pick<TestResults, 'framework' | 'tests' | 'problems'> | undefined {
  const read = nevermoreResults.safeParse(value);
  if (!read.success) return undefined;
  const { success, passed, failed, skipped, failures = [], error } = read.data;
  const entry = (name: string, status: TestCase['status'], message?: string): TestCase => ({
    module: 'script',
    path: [name],
    status,
    ...(message === undefined ? {} : { message }),
  });
  const unnamed = failed - failures.length;
  const tests = [
    ...failures.map(({ name, message }) => entry(name, 'failed', message ?? 'It failed.')),
    ...(unnamed > 0 ? [entry(`${unnamed} further tests`, 'failed', 'The script does not say which.')] : []),
    ...(passed > 0 ? [entry(`${passed} tests that passed`, 'passed')] : []),
    ...(skipped > 0 ? [entry(`${skipped} tests that were skipped`, 'skipped')] : []),
  ];
  const isUnexplained = !success && failed === 0;
  const problem = error ?? (isUnexplained ? 'The script says that it failed, and not why.' : undefined);
  return { framework: 'script', tests, problems: problem === undefined ? [] : [{ message: problem }] };
}
