// `plugin status`: whether the plugin is installed, and whether it is this version.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { pluginFields, pluginFlags } from '../../../command/plugin-input.js';

export const pluginStatus = defineCommand({
  name: ['plugin', 'status'],
  summary: 'Show whether the plugin is installed and up to date',
  examples: [{ line: 'plugin status', about: 'See where it is and which version' }],
  target: 'none',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: ['template'],
  flags: pluginFlags,
  input: z.strictObject({
    ...pluginFields,
  }),
  run: (input, { plugins }) => plugins.statusAsync(input),
  format({ path, ports, installed, installedVersion, version, current }) {
    const install = version === undefined ? 'plugin install FOLDER' : 'plugin install';
    const bringUp = `Bring it up to date: studio-bridge ${install}`;
    if (!installed) return `Not installed in ${path}\nInstall it: studio-bridge ${install}`;
    const line = `Installed    ${path}`;
    if (version === undefined) {
      return current
        ? `${line}\nContents     up to date`
        : `${line}\nContents     others than in its folder\n${bringUp}`;
    }
    const portLine = ports ? `\nPort         ${ports.join(', ')}` : '';
    if (current) return `${line}\nVersion      ${installedVersion} (up to date)${portLine}`;
    return `${line}\nVersion      ${installedVersion} (this is ${version}, with other contents)${portLine}\n${bringUp}`;
  },
});
