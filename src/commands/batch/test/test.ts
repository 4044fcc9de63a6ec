// `batch test`: the tests of many packages of a workspace, in as few places as possible, with one report.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { OWN_STUDIO_DEFAULTS } from '../../../command/studios/own-studio.js';
import {
  backendBounds,
  backendFlags,
  backendInput,
  backendOf,
} from '../../../command/testing/test-backend.js';
import type { TestRun } from '../../../command/world/test-access.js';
import { BridgeError } from '../../../protocol/bridge-error.js';

const text = (about: string) => z.optional(z.string().check(z.minLength(1), z.describe(about)));
const flag = (about: string) => z._default(z.boolean().check(z.describe(about)), false);
const count = (about: string, least: number, usual: number) =>
  z._default(z.int().check(z.gte(least), z.describe(about)), usual);
const texts = (about: string) => z._default(z.array(z.string()).check(z.describe(about)), []);

const DEFAULT_TEST_TIMEOUT_MS = 30_000;

export const batchTest = defineCommand({
  name: ['batch', 'test'],
  summary: 'Run the tests of many packages',
  description:
    'The packages are those of the npm, yarn or pnpm workspace that the command runs in, or else every folder with a Rojo\n' +
    'project. They are merged into one place, where each has its turn alone; what has no result is run again.\n' +
    'Exit codes: those of the command test; a test that failed counts before a package without a verdict.',
  examples: [
    { line: 'batch test --all', about: 'Test every package of the workspace' },
    { line: 'batch test --base origin/main', about: 'Test what has changed, and all that depends on it' },
    { line: 'batch test --all --resume', about: 'Go on where an interrupted batch has stopped' },
  ],
  target: 'none',
  heeds: ['wait', 'timeout', 'read-only'],
  defaults: { ...OWN_STUDIO_DEFAULTS, timeout: '1m, of one package' },
  startsStudio: true,
  surfaces: ['cli'],
  readOnly: false,
  positionals: ['names'],
  flags: {
    ...backendFlags,
    base: { value: 'revision' },
    places: { value: 'universe/place' },
    shards: { value: 'number|auto' },
    report: { value: 'format[=file]', isRepeated: true },
    coverageReport: { value: 'format[=file]', isRepeated: true },
    filter: { value: 'name' },
    testTimeout: { value: 'time', isDuration: true },
    deployTarget: { value: 'name' },
    repeat: { value: 'times' },
    retries: { value: 'times' },
  },
  bounds: { ...backendBounds, places: { needs: ['cloud'] } },
  input: z.strictObject({
    names: texts('Only packages with one of these in their names'),
    all: flag('Every package'),
    base: text('Packages that changed since this git revision, and all that depend on them'),
    limit: z.optional(z.int().check(z.positive(), z.describe('No more packages than so many'))),
    shards: z._default(
      z
        .string()
        .check(
          z.regex(/^(?:auto|[1-9]\d{0,3})$/, { error: 'has to be auto or a number of 1 or more' }),
          z.describe('How many scripts at a time'),
        ),
      'auto',
    ),
    separate: flag('Give each package a place of its own'),
    resume: flag('Keep the results of the last batch for packages that have not changed'),
    list: flag('Show what would be run, and run nothing'),
    filter: text('Run only tests whose names have this in them'),
    adapter: z.optional(
      z
        .enum(['jest', 'testez', 'plain'])
        .check(z.describe('The test framework, instead of the one that is found')),
    ),
    testTimeout: z._default(
      z.int().check(z.gte(1), z.describe('How long a test may take, in ms or as 30s, 2m')),
      DEFAULT_TEST_TIMEOUT_MS,
    ),
    report: texts('How to report, as of the command test'),
    deployTarget: text('Target of deploy.nevermore.json, instead of "test": only packages that have it'),
    watch: flag('Run again what a change of a file reaches, until you end it'),
    coverage: flag('Count which lines run (emulated Studio only), of each package and of all'),
    coverageReport: texts('How to report coverage: text, lcov, html; with =file into a file'),
    failFast: flag('End with the first package that fails'),
    repeat: count('Run the tests so often, and tell which do not always end the same way', 1, 1),
    retries: count('Run a package by itself so often again where it has no verdict', 0, 1),
    strict: flag('A pass with a reservation, such as skipped tests, is a failure'),
    passWithNoTests: flag('That nothing ran is no failure'),
    places: texts(
      'Of --cloud: the places to use, each as universe/place, instead of those that packages name',
    ),
    ...backendInput,
  }),
  async prepare({ all, base, names }) {
    if (all && base !== undefined) {
      throw new BridgeError('USAGE', 'Give --all or --base, not both.');
    }
    if (!all && base === undefined && names.length === 0) {
      throw new BridgeError('USAGE', 'It is not said which packages to test.', {
        hint: 'Give --all for every package, --base origin/main for what has changed since, or names.',
      });
    }
  },
  run: (
    { shards, separate, list, report, coverageReport, testTimeout, ...input },
    context,
  ): Promise<TestRun> =>
    context.tests.runBatchAsync(
      {
        ...input,
        testTimeoutMs: testTimeout,
        reports: report,
        coverage: input.coverage || coverageReport.length > 0,
        coverageReports: coverageReport,
        namesLines: context.isTextOnly !== true,
        ...backendOf(input),
        shards: shards === 'auto' ? undefined : Number(shards),
        isSeparate: separate,
        isListOnly: list,
        onRun: (run) => context.emit({ text: run.text, to: 'result', data: run.report }),
      },
      context,
    ),
  format: ({ text: report }) => report,
  exitCode: ({ exitCode }) => exitCode,
});
