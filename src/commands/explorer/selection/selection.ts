// `explorer selection`: what is selected in Studio.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { cursorInput } from '../../../command/instances/look.js';
import { querySelection, selectionText } from '../../../command/instances/selection.js';

export const explorerSelection = defineCommand({
  name: ['explorer', 'selection'],
  summary: 'Show what is selected in Studio',
  examples: [{ line: 'explorer selection', about: 'See what the user has selected' }],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  input: z.strictObject({
    limit: z._default(z.int().check(z.minimum(1), z.describe('The most instances to show at once')), 1000),
    cursor: z.optional(cursorInput),
  }),
  run: ({ limit, cursor }, { session, signal, options }) =>
    session.invokeAsync(
      querySelection,
      { maxNodes: limit, ...(cursor === undefined ? {} : { cursor }) },
      { signal, timeoutMs: options.timeoutMs },
    ),
  format: selectionText,
});
