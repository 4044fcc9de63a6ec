// `mcp install`: writes this server into the configuration of the programs that agents run in.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import type { McpInstallation } from '../../../command/world/mcp-surface.js';
import { BridgeError } from '../../../protocol/bridge-error.js';

const CLIENTS = [
  'claude-code',
  'claude-desktop',
  'cursor',
  'vscode',
  'codex',
  'gemini',
  'windsurf',
  'antigravity',
  'opencode',
] as const;

export const mcpInstall = defineCommand({
  name: ['mcp', 'install'],
  section: 'Infrastructure',
  summary: 'Connect an agent to the MCP server',
  description:
    'It adds one entry to the configuration of the program that the agent runs in and leaves the rest of the file as it\n' +
    'is, comments included. A file that cannot be read is not touched.',
  examples: [
    { line: 'mcp install --client claude-code', about: 'Connect Claude Code, in every project' },
    {
      line: 'mcp install --client cursor,vscode --scope project',
      about: 'Connect two editors in this folder',
    },
    { line: 'mcp install --client codex --dry-run', about: 'See what would be written where' },
    { line: 'mcp install --client claude-code --uninstall', about: 'Take the entry out again' },
  ],
  target: 'none',
  surfaces: ['cli'],
  readOnly: false,
  positionals: [],
  flags: { client: { short: 'c', value: 'names' }, launcher: { value: 'kind' } },
  input: z.strictObject({
    client: z.array(z.enum(CLIENTS)).check(z.minLength(1), z.describe('Which programs')),
    scope: z._default(
      z.enum(['user', 'project']).check(z.describe('For every project of this user, or for this folder')),
      'user',
    ),
    name: z._default(
      z.string().check(
        z.refine((name) => /^[A-Za-z0-9_-]{1,64}$/.test(name), {
          error: 'has to be 1 to 64 letters, digits, - or _',
        }),
        z.describe('What the server is called there'),
      ),
      'studio-bridge',
    ),
    launcher: z._default(
      z
        .enum(['command', 'npx', 'node'])
        .check(z.describe('Start it by its name, by npx, or by the paths of this Node and this program')),
      'command',
    ),
    tools: z._default(z.array(z.string()).check(z.describe('Groups and tools that it shall offer')), []),
    readOnly: z._default(z.boolean().check(z.describe('Let it offer only what changes nothing')), false),
    dryRun: z._default(z.boolean().check(z.describe('Tell what would be done, and do nothing')), false),
    print: z._default(z.boolean().check(z.describe('Show the entry alone, for a file of your own')), false),
    uninstall: z._default(z.boolean().check(z.describe('Take the entry out')), false),
  }),
  async prepare({ print, uninstall }) {
    if (print && uninstall) throw new BridgeError('USAGE', '--print and --uninstall exclude each other.');
  },
  async run({ client, scope, name, launcher, tools, readOnly, dryRun, print, uninstall }, { mcp: agents }) {
    const installed = await agents.installAsync({
      clients: client,
      scope,
      name,
      launcher,
      args: [...(tools.length > 0 ? ['--tools', tools.join(',')] : []), ...(readOnly ? ['--read-only'] : [])],
      isDryRun: dryRun,
      action: print ? 'print' : uninstall ? 'uninstall' : 'install',
    });
    return { print, dryRun, installed };
  },
  format: ({ print, dryRun, installed }) =>
    installed.map((one) => (print ? one.entry : changeText(one, dryRun))).join('\n\n'),
});

function changeText({ client, path, change, entry, next }: McpInstallation, isDryRun: boolean): string {
  const verbs = {
    created: isDryRun ? 'would be created' : 'was created',
    updated: isDryRun ? 'would be changed' : 'was changed',
    removed: isDryRun ? 'would be changed' : 'was changed',
    unchanged: 'has this entry already',
    none: 'has no such entry',
  };
  const shown = change === 'created' || change === 'updated' ? [entry.replace(/^/gm, '  ')] : [];
  const after = isDryRun || change === 'unchanged' || change === 'none' ? [] : [next];
  return [`${client}: ${path} ${verbs[change]}.`, ...shown, ...after].join('\n');
}
