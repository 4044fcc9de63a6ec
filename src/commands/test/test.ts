// `test`: the tests of a place or a project, in a Studio of their own or in Open Cloud, with one verdict.
import * as z from 'zod/mini';
import { defineCommand } from '../../command/define-command.js';
import { OWN_STUDIO_DEFAULTS } from '../../command/own-studio.js';
import { placeFile, placeFlags } from '../../command/place-input.js';
import type { TestRun } from '../../command/test-access.js';
import { backendFlags, backendInput, backendOf } from '../../command/test-backend.js';
import { testLines } from '../../command/test-lines.js';
import { BridgeError } from '../../protocol/bridge-error.js';

const text = (about: string) => z.optional(z.string().check(z.minLength(1), z.describe(about)));
const flag = (about: string) => z._default(z.boolean().check(z.describe(about)), false);
const count = (about: string, least: number, usual: number) =>
  z._default(z.int().check(z.gte(least), z.describe(about)), usual);
const texts = (about: string) => z._default(z.array(z.string()).check(z.describe(about)), []);
const DEFAULT_TEST_TIMEOUT_MS = 30_000;

export const test = defineCommand({
  name: ['test'],
  section: 'Execution',
  summary: 'Run the tests of a place or a project',
  description:
    'Specs are ModuleScripts whose names end in .spec or .test. Jest and TestEZ are used where the place has them;\n' +
    'otherwise a spec returns a function, or a table of them. The place is opened in a Studio of its own.\n' +
    'Without --place: what deploy.nevermore.json says, else test.project.json, default.project.json or the only one.\n' +
    'Exit codes: 0 passed, 1 a test failed, 2 wrong command line or project, 3 no verdict, 4 key or quota of Open Cloud,\n' +
    '5 nothing ran, 130 interrupted.',
  examples: [
    { line: 'test', about: 'Run every spec of the project in this folder' },
    { line: 'test --watch', about: 'Run them again with every change' },
    { line: 'test --place game.rbxl', about: 'Run every spec of a place' },
    { line: 'test cart shop --filter "adds an item"', about: 'Run some tests' },
    {
      line: 'test --report junit=results.xml --report text',
      about: 'Write a report for continuous integration',
    },
  ],
  target: 'none',
  heeds: ['wait', 'read-only'],
  defaults: OWN_STUDIO_DEFAULTS,
  startsStudio: true,
  surfaces: ['cli', 'repl', 'mcp'],
  readOnly: false,
  tool: {
    description: 'Run the tests (specs) of a place or a Rojo project, in a Studio of their own.',
    destructive: false,
    without: [
      'report',
      'coverageReport',
      'watch',
      'script',
      'deployTarget',
      'cloud',
      'placeId',
      'universeId',
      'apiKey',
      'cloudUrl',
      'builder',
    ],
    fields: {
      place: 'Place file or Rojo project (*.project.json); by default that of the folder of the server',
      coverage: 'Count which lines run',
      scriptText: 'Luau that is the test, instead of specs: it passes unless it raises an error',
      testTimeout: 'How long a test may take, in ms',
    },
  },
  positionals: ['paths'],
  flags: {
    ...placeFlags,
    ...backendFlags,
    report: { value: 'format[=file]', isRepeated: true },
    coverageReport: { value: 'format[=file]', isRepeated: true },
    filter: { value: 'name' },
    script: { value: 'path', isPath: true },
    scriptText: { value: 'luau' },
    deployTarget: { value: 'name' },
    testTimeout: { value: 'time', isDuration: true },
    repeat: { value: 'times' },
    retries: { value: 'times' },
  },
  input: z.strictObject({
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
  }),
  prepare: async ({ script, scriptText }, { files }) => {
    if (script === undefined) return scriptText;
    if (scriptText === undefined) return await files.readTextAsync(script);
    throw new BridgeError('USAGE', 'Give --script or --script-text, not both.');
  },
  run: (input, context, script): Promise<TestRun> =>
    context.tests.runAsync(
      {
        ...input,
        scriptFile: input.script,
        coverage: input.coverage || input.coverageReport.length > 0,
        coverageReports: input.coverageReport,
        testTimeoutMs: input.testTimeout,
        ...backendOf(input),
        reports: input.report,
        namesLines: context.isTextOnly !== true,
        script,
        onRun: (run) => context.emit({ text: run.text, to: 'result', data: run.report }),
        onNotice: (line) => context.notify(line),
        onProgress: context.showProgress,
        onTest: testLines((text) => context.emit({ text, to: 'diagnostics' }), !context.showProgress),
      },
      context,
    ),
  format: ({ text: report }) => report,
  exitCode: ({ exitCode }) => exitCode,
});
