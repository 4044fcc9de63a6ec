// `explorer undo`: one step or several in Studio's history.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { historyText, stepFields, travelAsync } from '../../../command/instances/history.js';

export const explorerUndo = defineCommand({
  name: ['explorer', 'undo'],
  summary: 'Take back the last change in Studio',
  description: 'The steps are those of the undo history, whoever made them.',
  examples: [
    { line: 'explorer undo', about: 'Undo one step' },
    { line: 'explorer undo --list', about: 'See what comes next' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: [],
  tool: { isDefault: true },
  flags: { steps: { short: 'n' } },
  input: z.strictObject(stepFields),
  run: ({ steps, list }, context) => travelAsync('undo', list ? 0 : steps, context),
  format: (result) => historyText('Undone', result),
});
