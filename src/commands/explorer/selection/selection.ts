// `explorer selection`: what is selected in Studio.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { querySelection, selectionText } from '../../../command/instances/selection.js';

export const explorerSelection = defineCommand({
  name: ['explorer', 'selection'],
  summary: 'Show what is selected in Studio',
  examples: [{ line: 'explorer selection', about: 'See what the user has selected' }],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  input: z.strictObject({}),
  run: (_input, { session, signal, options }) =>
    session.invokeAsync(querySelection, {}, { signal, timeoutMs: options.timeoutMs }),
  format: selectionText,
});
