// `explorer clone`: copies of instances.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { dryRunField, pathsField } from '../../../command/instances/change-input.js';
import { changeAsync, changesText } from '../../../command/instances/changes.js';
import { toWirePath } from '../../../command/instances/wire-path.js';

export const explorerClone = defineCommand({
  name: ['explorer', 'clone'],
  summary: 'Copy instances with all that is in them',
  description: 'All of them or none, as one step of the undo history.',
  examples: [
    { line: 'explorer clone Workspace.Door --name SecondDoor', about: 'Copy a door beside itself' },
    { line: 'explorer clone ServerStorage.Map --to Workspace', about: 'Copy something elsewhere' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: ['paths'],
  tool: { destructive: false },
  flags: { to: { value: 'path' }, name: { short: 'n', value: 'name' } },
  input: z.strictObject({
    paths: pathsField,
    to: z.optional(
      z.string().check(z.describe('Path of the parent of the copies; by default that of the original')),
    ),
    name: z.optional(z.string().check(z.describe('Name of the copies'))),
    dryRun: dryRunField,
  }),
  async run({ paths, to, name, dryRun }, context) {
    const parent = to === undefined ? undefined : toWirePath(to);
    const changes = paths.map((path) => ({ op: 'clone', path: toWirePath(path), parent, name }) as const);
    return await changeAsync(changes, { dryRun, label: `Clone ${paths.join(', ')}` }, context);
  },
  format: changesText,
});
