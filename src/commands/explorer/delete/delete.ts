// `explorer delete`: instances and what is in them.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { dryRunField, pathsField } from '../../../command/instances/change-input.js';
import { changeAsync, changesText } from '../../../command/instances/changes.js';
import { toWirePath } from '../../../command/instances/wire-path.js';

export const explorerDelete = defineCommand({
  name: ['explorer', 'delete'],
  summary: 'Delete instances with all that is in them',
  description: 'All of them or none, as one step of the undo history.',
  examples: [
    { line: 'explorer delete Workspace.Door --dry-run', about: 'See what would go' },
    { line: 'explorer delete Workspace.Door', about: 'Delete it; explorer undo brings it back' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: ['paths'],
  tool: { isDefault: true },
  input: z.strictObject({ paths: pathsField, dryRun: dryRunField }),
  async run({ paths, dryRun }, context) {
    const changes = paths.map((path) => ({ op: 'delete', path: toWirePath(path) }) as const);
    return await changeAsync(changes, { dryRun, label: `Delete ${paths.join(', ')}` }, context);
  },
  format: changesText,
});
