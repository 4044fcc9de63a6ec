// Reports that cannot be made, where the tests run more than once: that is known before the first time, and ends the whole.
import type { TestRequest } from '../../command/world/test-access.js';
import { CoverageRun } from '../line-coverage/coverage-run.js';
import { ReportOutputs, type ReportSurroundings } from '../reports/report-outputs.js';

/** @throws BridgeError USAGE for a report that there is none of; FILE_NOT_WRITABLE. */
export function refuseReports(
  { reports, coverage, coverageReports }: Pick<TestRequest, 'reports' | 'coverage' | 'coverageReports'>,
  surroundings: ReportSurroundings & { readonly folder: string },
): void {
  new ReportOutputs(reports, surroundings);
  if (coverage) new CoverageRun(coverageReports, surroundings.folder);
}
