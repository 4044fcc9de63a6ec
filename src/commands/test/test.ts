// `test`: the tests of a place or a project, in a Studio of their own or in Open Cloud, with one verdict.
import * as z from 'zod/mini';
import { defineCommand } from '../../command/define-command.js';
import { OWN_STUDIO_DEFAULTS } from '../../command/studios/own-studio.js';
import { backendOf } from '../../command/testing/test-backend.js';
import { testBounds, testFlags, testInput } from '../../command/testing/test-input.js';
import { testLines } from '../../command/testing/test-lines.js';
import { requestOf } from '../../command/testing/test-options.js';
import { testTool } from '../../command/testing/test-tool.js';
import type { TestRun } from '../../command/world/test-access.js';

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
  heeds: ['wait', 'timeout', 'read-only'],
  defaults: { ...OWN_STUDIO_DEFAULTS, timeout: '290s, of all tests together' },
  startsStudio: true,
  surfaces: ['cli', 'repl', 'mcp'],
  readOnly: false,
  tool: testTool,
  positionals: ['paths'],
  flags: testFlags,
  bounds: testBounds,
  input: z.strictObject(testInput),
  prepare: async ({ script, scriptText }, { files }) =>
    script === undefined ? scriptText : await files.readTextAsync(script),
  run: (input, context, script): Promise<TestRun> =>
    context.tests.runAsync(
      {
        ...input,
        ...requestOf(input, context),
        ...backendOf(input),
        script,
        scriptFile: input.script,
        onNotice: (line) => context.notify(line),
        onProgress: context.showProgress,
        ...testLines(context),
      },
      context,
    ),
  format: ({ text: report }) => report,
  exitCode: ({ exitCode }) => exitCode,
});
