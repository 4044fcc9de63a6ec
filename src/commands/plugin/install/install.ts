// `plugin install`: puts the plugin where Studio loads it from.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { pluginFields, pluginFlags } from '../../../command/plugin-input.js';

const CHANGES = { created: 'Installed', updated: 'Updated', unchanged: 'Already there, unchanged:' } as const;

export const pluginInstall = defineCommand({
  name: ['plugin', 'install'],
  summary: 'Install the plugin into Studio',
  description:
    'Writes the plugin into the folder that Studio loads local plugins from, with a secret of its own by which it\n' +
    'and the hosts of this user know each other. Restart Studio once afterwards; from then on it connects by itself.\n' +
    'A folder of Luau sources is another plugin (Main.server.luau runs, X.luau is a ModuleScript): it is made into a\n' +
    'file, installed and compared in the same way. Programs register theirs with PluginManager of the library.',
  examples: [
    { line: 'plugin install', about: 'Install it, or bring it up to date' },
    { line: 'plugin install --dry-run', about: 'See what would be written, and where' },
    { line: 'plugin install --path ~/Plugins', about: 'Use another plugins folder' },
    { line: 'plugin install ./my-plugin', about: 'Install a plugin of your own from its sources' },
  ],
  target: 'none',
  heeds: ['port'],
  surfaces: ['cli', 'repl'],
  readOnly: false,
  positionals: ['template'],
  flags: pluginFlags,
  aliases: ['install-plugin'],
  input: z.strictObject({
    ...pluginFields,
    force: z._default(
      z.boolean().check(z.describe('Write it even if the same file is there, and make a folder that is not')),
      false,
    ),
    'dry-run': z._default(z.boolean().check(z.describe('Say what would be done, and do nothing')), false),
  }),
  async run({ 'dry-run': dryRun, ...input }, { plugins, options }) {
    const ports = options.port === undefined ? undefined : [options.port];
    return { ...(await plugins.installAsync({ ...input, dryRun, ports })), dryRun };
  },
  format({ path, version, change, leftOut = [], dryRun }) {
    const what = version === undefined ? path : `${path} (version ${version})`;
    const after =
      version === undefined
        ? 'Restart Studio to have it loaded.'
        : 'Restart Studio; it then connects by itself when a host runs.';
    return [
      dryRun ? `Would be ${change}: ${what}` : `${CHANGES[change]} ${what}`,
      ...(leftOut.length > 0 ? [`Left out, because only Luau files go into it: ${leftOut.join(', ')}`] : []),
      ...(dryRun || change === 'unchanged' ? [] : [after]),
    ].join('\n');
  },
});
