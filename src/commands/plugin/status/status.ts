// `plugin status`: whether the plugin is installed, and whether it is this version.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';

export const pluginStatus = defineCommand({
  name: ['plugin', 'status'],
  summary: 'Show whether the plugin is installed and up to date',
  examples: [{ line: 'plugin status', about: 'See where it is and which version' }],
  target: 'none',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  flags: { path: { value: 'folder', isPath: true } },
  input: z.strictObject({
    path: z.optional(
      z.string().check(z.minLength(1), z.describe('The plugins folder, instead of the one Studio uses')),
    ),
  }),
  run: (input, { plugins }) => plugins.statusAsync(input),
  format({ path, ports, installedVersion, version, current }) {
    if (installedVersion === undefined)
      return `Not installed in ${path}\nInstall it: studio-bridge plugin install`;
    const line = `Installed    ${path}\nVersion      ${installedVersion}`;
    const portLine = ports ? `\nPort         ${ports.join(', ')}` : '';
    if (current) return `${line} (up to date)${portLine}`;
    return `${line} (this is ${version}, with other contents)${portLine}\nBring it up to date: studio-bridge plugin install`;
  },
});
