// `plugin install`: puts the plugin where Studio loads it from.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';

const CHANGES = { created: 'Installed', updated: 'Updated', unchanged: 'Already there, unchanged:' } as const;

export const pluginInstall = defineCommand({
  name: ['plugin', 'install'],
  summary: 'Install the plugin into Studio',
  description:
    'Writes the plugin into the folder that Studio loads local plugins from, with a secret of its own by which it\n' +
    'and the hosts of this user know each other. Restart Studio once afterwards; from then on it connects by itself.',
  examples: [
    { line: 'plugin install', about: 'Install it, or bring it up to date' },
    { line: 'plugin install --dry-run', about: 'See what would be written, and where' },
    { line: 'plugin install --path ~/Plugins', about: 'Use another plugins folder' },
  ],
  target: 'none',
  heeds: ['port'],
  surfaces: ['cli', 'repl'],
  readOnly: false,
  positionals: [],
  flags: { path: { value: 'folder', isPath: true } },
  aliases: ['install-plugin'],
  input: z.strictObject({
    path: z.optional(
      z.string().check(z.minLength(1), z.describe('The plugins folder, instead of the one Studio uses')),
    ),
    force: z._default(z.boolean().check(z.describe('Write it even if the same file is there')), false),
    'dry-run': z._default(z.boolean().check(z.describe('Say what would be done, and do nothing')), false),
  }),
  async run(input, { plugins, options }) {
    const result = await plugins.installAsync({
      path: input.path,
      force: input.force,
      dryRun: input['dry-run'],
      ports: options.port === undefined ? undefined : [options.port],
    });
    return { ...result, dryRun: input['dry-run'] };
  },
  format({ path, version, change, dryRun }) {
    if (dryRun) return `Would be ${change}: ${path} (version ${version})`;
    const next =
      change === 'unchanged' ? '' : '\nRestart Studio; it then connects by itself when a host runs.';
    return `${CHANGES[change]} ${path} (version ${version})${next}`;
  },
});
