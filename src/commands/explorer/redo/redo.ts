// `explorer redo`: one step or several in Studio's history.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { historyText, stepFields, travelAsync } from '../../../command/instances/history.js';

export const explorerRedo = defineCommand({
  name: ['explorer', 'redo'],
  summary: 'Make a change again that was taken back',
  description: 'The steps are those of the undo history, whoever made them.',
  examples: [
    { line: 'explorer redo', about: 'Redo one step' },
    { line: 'explorer redo --list', about: 'See what comes next' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: [],
  tool: { destructive: false },
  flags: { steps: { short: 'n' } },
  input: z.strictObject(stepFields),
  run: ({ steps, list }, context) => travelAsync('redo', list ? 0 : steps, context),
  format: (result) => historyText('Redone', result),
});
