// What the command `test` can be told: what runs, how often, and what is reported of it.
import * as z from 'zod/mini';
import type { FlagStyle } from '../define-command.js';
import { countField, flagField, textField, textsField } from '../field-shapes.js';
import { placeFile, placeFlags } from '../studios/place-input.js';
import { backendBounds, backendFlags, backendInput } from './test-backend.js';
import { testOptionFlags, testOptions } from './test-options.js';

export const testFlags = {
  ...placeFlags,
  ...backendFlags,
  ...testOptionFlags,
  script: { value: 'path', isPath: true, slot: 'script' },
  scriptText: { value: 'luau', slot: 'script' },
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
  paths: textsField('Run only specs whose full names have one of these in them'),
  place: z.optional(placeFile),
  filter: testOptions.filter,
  adapter: testOptions.adapter,
  script: textField('A Luau script that is the test, instead of specs: it passes unless it raises an error'),
  scriptText: textField('The same, with the Luau itself'),
  report: textsField(
    'How to report: text, summary, grouped, json, jsonl, junit, tap, markdown, html, github, github-summary; with =file into a file',
  ),
  deployTarget: textField('Target of deploy.nevermore.json, instead of "test"'),
  testTimeout: testOptions.testTimeout,
  failFast: flagField('End with the first test that fails'),
  repeat: testOptions.repeat,
  retries: countField('Try so often again where Studio or the service failed, never where a test did', 0, 0),
  watch: flagField('Run again with every change of a file, until you end it'),
  coverage: flagField('Count which lines run (emulated Studio only), and show it'),
  coverageReport: testOptions.coverageReport,
  strict: testOptions.strict,
  passWithNoTests: testOptions.passWithNoTests,
  ...backendInput,
};
