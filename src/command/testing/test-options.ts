// What every command that runs tests can be told about how they run and what is reported, and what it asks of the
// runner for it.
import * as z from 'zod/mini';
import type { CommandContext } from '../command-context.js';
import type { FlagStyle } from '../define-command.js';
import { countField, flagField, textField, textsField } from '../field-shapes.js';
import type { TestRequest } from '../world/test-access.js';

const DEFAULT_TEST_TIMEOUT_MS = 30_000;

export const testOptions = {
  filter: textField('Run only tests whose names have this in them'),
  adapter: z.optional(
    z
      .enum(['jest', 'testez', 'plain'])
      .check(z.describe('The test framework, instead of the one that is found')),
  ),
  testTimeout: z._default(
    z.int().check(z.gte(1), z.describe('How long a test may take, in ms or as 30s, 2m')),
    DEFAULT_TEST_TIMEOUT_MS,
  ),
  coverageReport: textsField('How to report coverage: text, lcov, html; with =file into a file'),
  repeat: countField('Run the tests so often, and tell which do not always end the same way', 1, 1),
  strict: flagField('A pass with a reservation, such as skipped tests, is a failure'),
  passWithNoTests: flagField('That nothing ran is no failure'),
};

export const testOptionFlags = {
  report: { value: 'format[=file]', isRepeated: true },
  coverageReport: { value: 'format[=file]', isRepeated: true },
  filter: { value: 'name' },
  testTimeout: { value: 'time', isDuration: true },
  deployTarget: { value: 'name' },
  repeat: { value: 'times' },
  retries: { value: 'times' },
} satisfies Record<string, FlagStyle>;

interface Told {
  readonly report: readonly string[];
  readonly coverage: boolean;
  readonly coverageReport: readonly string[];
  readonly testTimeout: number;
}

export function requestOf(
  { report, coverage, coverageReport, testTimeout }: Told,
  { isTextOnly, emit }: Pick<CommandContext, 'isTextOnly' | 'emit'>,
): Pick<TestRequest, 'reports' | 'coverage' | 'coverageReports' | 'testTimeoutMs' | 'namesLines' | 'onRun'> {
  return {
    reports: report,
    coverage: coverage || coverageReport.length > 0,
    coverageReports: coverageReport,
    testTimeoutMs: testTimeout,
    namesLines: isTextOnly !== true,
    onRun: (run) => emit({ text: run.text, to: 'result', data: run.report }),
  };
}
