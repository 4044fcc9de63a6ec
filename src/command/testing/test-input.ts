// What the command `test` can be told: what runs, how often, and what is reported of it.
import * as z from 'zod/mini';
import type { FlagStyle } from '../define-command.js';
import { placeFile, placeFlags } from '../studios/place-input.js';
import { backendBounds, backendFlags, backendInput } from './test-backend.js';

const text = (about: string) => z.optional(z.string().check(z.minLength(1), z.describe(about)));
const flag = (about: string) => z._default(z.boolean().check(z.describe(about)), false);
const count = (about: string, least: number, usual: number) =>
  z._default(z.int().check(z.gte(least), z.describe(about)), usual);
const texts = (about: string) => z._default(z.array(z.string()).check(z.describe(about)), []);
const DEFAULT_TEST_TIMEOUT_MS = 30_000;

export const testFlags = {
  ...placeFlags,
  ...backendFlags,
  report: { value: 'format[=file]', isRepeated: true },
  coverageReport: { value: 'format[=file]', isRepeated: true },
  filter: { value: 'name' },
  script: { value: 'path', isPath: true, slot: 'script' },
  scriptText: { value: 'luau', slot: 'script' },
  deployTarget: { value: 'name' },
  testTimeout: { value: 'time', isDuration: true },
  repeat: { value: 'times' },
  retries: { value: 'times' },
} satisfies Record<string, FlagStyle>;

/** Where a script is the test, there is nothing to choose from, and nothing else than `--timeout` ends it. */
const ofSpecs = { excludedBy: ['script', 'scriptText'] } as const;

export const testBounds = {
  ...backendBounds,
  scriptText: { excludedBy: ['script'] },
  paths: ofSpecs,
  filter: ofSpecs,
  adapter: ofSpecs,
  testTimeout: ofSpecs,
  output: { excludedBy: ['watch'] },
  open: { excludedBy: ['watch'] },
} as const;

export const testInput = {
  paths: texts('Run only specs whose full names have one of these in them'),
  place: z.optional(placeFile),
  filter: text('Run only tests whose names have this in them'),
  adapter: z.optional(
    z
      .enum(['jest', 'testez', 'plain'])
      .check(z.describe('The test framework, instead of the one that is found')),
  ),
  script: text('A Luau script that is the test, instead of specs: it passes unless it raises an error'),
  scriptText: text('The same, with the Luau itself'),
  report: texts(
    'How to report: text, summary, grouped, json, jsonl, junit, tap, markdown, html, github, github-summary; with =file into a file',
  ),
  deployTarget: text('Target of deploy.nevermore.json, instead of "test"'),
  testTimeout: z._default(
    z.int().check(z.gte(1), z.describe('How long a test may take, in ms or as 30s, 2m')),
    DEFAULT_TEST_TIMEOUT_MS,
  ),
  failFast: flag('End with the first test that fails'),
  repeat: count('Run the tests so often, and tell which do not always end the same way', 1, 1),
  retries: count('Try so often again where Studio or the service failed, never where a test did', 0, 0),
  watch: flag('Run again with every change of a file, until you end it'),
  coverage: flag('Count which lines run (emulated Studio only), and show it'),
  coverageReport: texts('How to report coverage: text, lcov, html; with =file into a file'),
  strict: flag('A pass with a reservation, such as skipped tests, is a failure'),
  passWithNoTests: flag('That nothing ran is no failure'),
  ...backendInput,
};
