// What a run comes to once its reports are written: one of them may be missing, which is told and is no success.
import type { TestRun } from '../../command/world/test-access.js';
import type { WrittenReports } from '../reports/report-outputs.js';
import { type ExitRules, exitCodeOf } from '../results/exit-code.js';
import type { RunReport } from '../results/run-report.js';

export function endedRun(
  report: RunReport,
  { text, files, faults }: WrittenReports,
  rules: ExitRules,
  tell: (line: string) => void,
): TestRun {
  for (const fault of faults) tell(fault);
  return { exitCode: exitCodeOf(report, rules, faults), report, text, files };
}
