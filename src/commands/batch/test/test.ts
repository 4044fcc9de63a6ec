// `batch test`: the tests of many packages of a workspace, in as few places as possible, with one report.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { countField, flagField, textField, textsField } from '../../../command/field-shapes.js';
import { OWN_STUDIO_DEFAULTS } from '../../../command/studios/own-studio.js';
import {
  backendBounds,
  backendFlags,
  backendInput,
  backendOf,
} from '../../../command/testing/test-backend.js';
import { requestOf, testOptionFlags, testOptions } from '../../../command/testing/test-options.js';
import type { TestRun } from '../../../command/world/test-access.js';
import { BridgeError } from '../../../protocol/bridge-error.js';

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
    ...testOptionFlags,
    base: { value: 'revision' },
    places: { value: 'universe/place' },
    shards: { value: 'number|auto' },
  },
  bounds: { ...backendBounds, places: { needs: ['cloud'] }, all: { excludedBy: ['names'] } },
  input: z.strictObject({
    names: textsField('Only packages with one of these in their names'),
    all: flagField('Every package'),
    base: textField('Packages that changed since this git revision, and all that depend on them'),
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
    separate: flagField('Give each package a place of its own'),
    resume: flagField('Keep the results of the last batch for packages that have not changed'),
    list: flagField('Show what would be run, and run nothing'),
    filter: testOptions.filter,
    adapter: testOptions.adapter,
    testTimeout: testOptions.testTimeout,
    report: textsField('How to report, as of the command test'),
    deployTarget: textField('Target of deploy.nevermore.json, instead of "test": only packages that have it'),
    watch: flagField('Run again what a change of a file reaches, until you end it'),
    coverage: flagField('Count which lines run (emulated Studio only), of each package and of all'),
    coverageReport: testOptions.coverageReport,
    failFast: flagField('End with the first package that fails'),
    repeat: testOptions.repeat,
    retries: countField('Run a package by itself so often again where it has no verdict', 0, 1),
    strict: testOptions.strict,
    passWithNoTests: testOptions.passWithNoTests,
    places: textsField(
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
  run: (input, context): Promise<TestRun> =>
    context.tests.runBatchAsync(
      {
        ...input,
        ...requestOf(input, context),
        ...backendOf(input),
        shards: input.shards === 'auto' ? undefined : Number(input.shards),
        isSeparate: input.separate,
        isListOnly: input.list,
      },
      context,
    ),
  format: ({ text: report }) => report,
  exitCode: ({ exitCode }) => exitCode,
});
