// `explorer move`: instances to another parent.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { dryRunField, pathsField } from '../../../command/instances/change-input.js';
import { changeAsync, changesText } from '../../../command/instances/changes.js';
import { toWirePath } from '../../../command/instances/wire-path.js';

export const explorerMove = defineCommand({
  name: ['explorer', 'move'],
  summary: 'Move instances to another parent',
  description: 'All of them or none, as one step of the undo history.',
  examples: [
    { line: 'explorer move Workspace.Door Workspace.Key --to ServerStorage', about: 'Put two things away' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: ['paths'],
  flags: { to: { value: 'path' } },
  input: z.strictObject({
    paths: pathsField,
    to: z.string().check(z.describe('Path of the new parent')),
    dryRun: dryRunField,
  }),
  async run({ paths, to, dryRun }, context) {
    const changes = paths.map(
      (path) => ({ op: 'move', path: toWirePath(path), parent: toWirePath(to) }) as const,
    );
    return await changeAsync(changes, { dryRun, label: `Move to ${to}` }, context);
  },
  format: changesText,
});
