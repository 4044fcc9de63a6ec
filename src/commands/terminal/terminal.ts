// `terminal`: Luau line by line in a Studio that stays. The surface itself is the context's; this is how it is started.
import { basename } from 'node:path';
import * as z from 'zod/mini';
import { defineCommand } from '../../command/define-command.js';

export const terminal = defineCommand({
  name: ['terminal'],
  section: 'Infrastructure',
  summary: 'Interactive REPL',
  description:
    'Type Luau and see what it prints and returns, with completion from the running Studio. It uses the Studio that is\n' +
    'connected; where there is none, it starts one that ends with the terminal. Ctrl+Enter, Alt+Enter, F5 or an empty\n' +
    'line runs what is typed, and .help tells the rest. Input from a file or a pipe is run line by line.',
  examples: [
    { line: 'terminal', about: 'Type Luau into the Studio that is connected' },
    { line: 'terminal --script init.luau', about: 'Run a file first, then type' },
    { line: 'terminal --emulator', about: 'Use an emulated Studio of its own' },
    { line: 'terminal < session.txt', about: 'Run what is in a file, dot commands and all' },
  ],
  target: 'none',
  heeds: 'all',
  hasSessionOptions: true,
  isLongRunning: true,
  hasNoResult: true,
  surfaces: ['cli'],
  readOnly: false,
  positionals: [],
  flags: { script: { value: 'path', isPath: true } },
  input: z.strictObject({
    script: z.optional(z.string().check(z.describe('Luau file to run first'))),
    emulator: z.optional(
      z
        .boolean()
        .check(
          z.describe('Start an emulated Studio (--no-emulator: never); by default if there is no other'),
        ),
    ),
  }),
  prepare: async ({ script }, { files }) =>
    script === undefined
      ? undefined
      : { text: await files.readTextAsync(script), chunkName: basename(script) },
  run: async ({ emulator }, context, script) =>
    await context.terminal.runAsync({ script, emulator }, context),
  format: () => '',
  exitCode: (code) => code,
});
