// `plugin uninstall`: takes the plugin out of Studio.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { pluginFields, pluginFlags } from '../../../command/plugin-input.js';

export const pluginUninstall = defineCommand({
  name: ['plugin', 'uninstall'],
  summary: 'Remove the plugin from Studio',
  examples: [
    { line: 'plugin uninstall', about: 'Remove it; a Studio that is open keeps it until it is restarted' },
    {
      line: 'plugin uninstall my-plugin',
      about: 'Remove a plugin that was installed from the folder of that name',
    },
  ],
  target: 'none',
  surfaces: ['cli', 'repl'],
  readOnly: false,
  positionals: ['template'],
  flags: pluginFlags,
  input: z.strictObject({
    ...pluginFields,
    'dry-run': z._default(z.boolean().check(z.describe('Say what would be done, and do nothing')), false),
  }),
  async run({ 'dry-run': dryRun, ...place }, { plugins }) {
    return { ...(await plugins.uninstallAsync({ ...place, dryRun })), dryRun };
  },
  format({ path, removed, dryRun }) {
    if (!removed) return `Nothing to remove: ${path} is not there.`;
    return dryRun ? `Would be removed: ${path}` : `Removed ${path}`;
  },
});
