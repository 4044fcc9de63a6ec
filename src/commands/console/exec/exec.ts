// `console exec`: runs a script in a connected session.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { runScriptAsync, scriptResultView } from '../../../command/scripts/script-run.js';
import { readScriptAsync, scriptInput } from '../../../command/scripts/script-source.js';

export const consoleExec = defineCommand({
  name: ['console', 'exec'],
  summary: 'Run Luau in a Studio and show what it prints and returns',
  description:
    'What the script prints appears while it runs: prints on standard output, warnings and errors on standard\n' +
    'error. Then come its return values, one a line. A script that fails ends the command with exit code 1.',
  examples: [
    { line: `console exec 'print(workspace:GetChildren())'`, about: 'Run a line of Luau' },
    { line: `console exec 'return game.PlaceId' --json`, about: 'Get the return values as JSON' },
    {
      line: 'console exec --file script.luau --context server',
      about: 'Run a file on the server of a play test',
    },
    { line: 'console exec - < script.luau', about: 'Run what comes from standard input' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: ['code'],
  flags: { file: { short: 'f', value: 'path', isPath: true } },
  tool: {
    isDefault: true,
    description:
      'Run Luau in Studio; returns what it prints and returns. Runs exactly once. Return data instead of printing it.',
    fields: { code: 'Luau source', file: 'Or the path of a Luau file' },
  },
  aliases: ['exec'],
  input: z.strictObject(scriptInput),
  prepare: (input, { files }) => readScriptAsync(input, files),
  run: (_input, context, script) => runScriptAsync(script, context.session, context),
  ...scriptResultView,
});
