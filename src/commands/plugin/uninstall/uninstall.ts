// `plugin uninstall`: takes the plugin out of Studio.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';

export const pluginUninstall = defineCommand({
  name: ['plugin', 'uninstall'],
  summary: 'Remove the plugin from Studio',
  examples: [
    { line: 'plugin uninstall', about: 'Remove it; a Studio that is open keeps it until it is restarted' },
  ],
  target: 'none',
  surfaces: ['cli', 'repl'],
  readOnly: false,
  positionals: [],
  flags: { path: { value: 'folder', isPath: true } },
  input: z.strictObject({
    path: z.optional(
      z.string().check(z.minLength(1), z.describe('The plugins folder, instead of the one Studio uses')),
    ),
    'dry-run': z._default(z.boolean().check(z.describe('Say what would be done, and do nothing')), false),
  }),
  async run(input, { plugins }) {
    const dryRun = input['dry-run'];
    return { ...(await plugins.uninstallAsync({ path: input.path, dryRun })), dryRun };
  },
  format({ path, removed, dryRun }) {
    if (!removed) return `Nothing to remove: ${path} is not there.`;
    return dryRun ? `Would be removed: ${path}` : `Removed ${path}`;
  },
});
