// What a run's verdicts mean for the shell: 0 passed · 1 a test failed · 3 infrastructure · 5 nothing ran.
import type { ExitCode } from '../../protocol/error-catalog.js';
import { caveatsOf, type RunReport } from './run-report.js';

export interface ExitRules {
  /** A pass with a reservation is a failure. */
  readonly strict: boolean;
  /** That nothing ran is no failure. */
  readonly passWithNoTests: boolean;
}

/**
 * A test that is known to have failed counts before anything of which nothing is known.
 *
 * @param faults Why reports are missing.
 */
export function exitCodeOf(report: RunReport, rules: ExitRules, faults: readonly string[] = []): ExitCode {
  const verdict = verdictCodeOf(report, rules);
  return verdict === 0 && faults.length > 0 ? 3 : verdict;
}

function verdictCodeOf({ packages }: RunReport, { strict, passWithNoTests }: ExitRules): ExitCode {
  const has = (verdict: string) => packages.some((one) => one.verdict === verdict);
  const hasFailure = packages.some(({ tests }) => tests.some(({ status }) => status === 'failed'));
  if (has('failed') || hasFailure) return 1;
  if (has('error')) return 3;
  if (!has('passed')) return passWithNoTests ? 0 : 5;
  return strict && packages.some((one) => caveatsOf(one).length > 0) ? 1 : 0;
}
