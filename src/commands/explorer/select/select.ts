// `explorer select`: changes what is selected in Studio.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { changeSelection, selectionText } from '../../../command/instances/selection.js';
import { toWirePath } from '../../../command/instances/wire-path.js';

export const explorerSelect = defineCommand({
  name: ['explorer', 'select'],
  summary: 'Select instances in Studio',
  examples: [
    { line: 'explorer select Workspace.Door Workspace.Key', about: 'Select two instances' },
    { line: 'explorer select Workspace.Lamp --mode add', about: 'Select one more' },
    { line: 'explorer select', about: 'Select nothing' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: ['paths'],
  tool: { destructive: false, idempotent: true },
  input: z.strictObject({
    paths: z._default(z.array(z.string()).check(z.describe('Dot paths from game')), []),
    mode: z._default(
      z
        .enum(['set', 'add', 'remove'])
        .check(z.describe('Instead of the selection, or added to or taken from it')),
      'set',
    ),
  }),
  run: ({ paths, mode }, { session, signal, options }) =>
    session.invokeAsync(
      changeSelection,
      { paths: paths.map(toWirePath), mode },
      { signal, timeoutMs: options.timeoutMs },
    ),
  format: selectionText,
});
