// `explorer snapshot`: a subtree as a file, to compare with later.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { snapshotText } from '../../../command/instances/snapshot.js';
import { takeSnapshotAsync } from '../../../command/instances/take-snapshot.js';
import { toWirePath } from '../../../command/instances/wire-path.js';

export const explorerSnapshot = defineCommand({
  name: ['explorer', 'snapshot'],
  summary: 'Write down a subtree, to compare with later',
  description:
    'All that a place file would hold of it, as JSON that is the same as long as the place is: sorted, without times\n' +
    'and ids. What most instances of a class have is told once, for the class. explorer diff compares it with another,\n' +
    'or with what is there by then.',
  examples: [
    { line: 'explorer snapshot Workspace --output before.json', about: 'Keep what is in Workspace' },
    { line: 'explorer snapshot ReplicatedStorage.Config', about: 'See a small part' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  tool: {
    description: 'Write down a subtree in a file, to compare with later by studio_explorer_diff.',
    isForFile: true,
  },
  positionals: ['path'],
  input: z.strictObject({
    path: z._default(z.string().check(z.describe('Dot path from game')), 'Workspace'),
  }),
  run: ({ path }, context) => takeSnapshotAsync(toWirePath(path), context),
  format: snapshotText,
});
