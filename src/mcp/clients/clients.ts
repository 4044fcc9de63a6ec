// The programs that agents run in: which file of theirs names their servers, and how an entry looks in it.
import { posix, win32 } from 'node:path';
import type { ClientPlace } from './client-place.js';

/** How to start this server. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
}

export interface Client {
  readonly id: string;
  readonly title: string;
  readonly format: 'json' | 'toml';
  /** The keys under which servers stand. */
  readonly section: readonly string[];
  userFile(place: ClientPlace): string;
  /** Absent where a project has no file of its own. */
  readonly projectFile?: (place: ClientPlace) => string;
  entry(server: ServerCommand): Record<string, unknown>;
  /** What makes the program see the change. */
  readonly next: string;
}

const plain = ({ command, args }: ServerCommand) => ({ command, args: [...args] });
const typed = ({ command, args }: ServerCommand) => ({ type: 'stdio', command, args: [...args] });

export const CLIENTS: readonly Client[] = [
  {
    id: 'claude-code',
    title: 'Claude Code',
    format: 'json',
    section: ['mcpServers'],
    userFile: (place) => join(place, place.env.CLAUDE_CONFIG_DIR || place.home, '.claude.json'),
    projectFile: (place) => join(place, place.project, '.mcp.json'),
    entry: typed,
    next: 'Start Claude Code anew; /mcp shows the server.',
  },
  {
    id: 'claude-desktop',
    title: 'Claude Desktop',
    format: 'json',
    section: ['mcpServers'],
    userFile: claudeDesktopFile,
    entry: plain,
    next: 'Quit Claude Desktop and start it again.',
  },
  {
    id: 'cursor',
    title: 'Cursor',
    format: 'json',
    section: ['mcpServers'],
    userFile: (place) => join(place, place.home, '.cursor', 'mcp.json'),
    projectFile: (place) => join(place, place.project, '.cursor', 'mcp.json'),
    entry: plain,
    next: 'Switch the server on in the settings of Cursor, under MCP.',
  },
  {
    id: 'vscode',
    title: 'VS Code',
    format: 'json',
    section: ['servers'],
    userFile: (place) => join(place, applicationData(place), 'Code', 'User', 'mcp.json'),
    projectFile: (place) => join(place, place.project, '.vscode', 'mcp.json'),
    entry: typed,
    next: 'Start the server with the command "MCP: List Servers" of VS Code.',
  },
  {
    id: 'codex',
    title: 'Codex',
    format: 'toml',
    section: ['mcp_servers'],
    userFile: (place) =>
      join(place, place.env.CODEX_HOME || join(place, place.home, '.codex'), 'config.toml'),
    projectFile: (place) => join(place, place.project, '.codex', 'config.toml'),
    entry: plain,
    next: 'Start Codex anew; /mcp shows the server.',
  },
  {
    id: 'gemini',
    title: 'Gemini CLI',
    format: 'json',
    section: ['mcpServers'],
    userFile: (place) => join(place, place.home, '.gemini', 'settings.json'),
    projectFile: (place) => join(place, place.project, '.gemini', 'settings.json'),
    entry: plain,
    next: 'Start Gemini CLI anew; /mcp shows the server.',
  },
  {
    id: 'windsurf',
    title: 'Windsurf',
    format: 'json',
    section: ['mcpServers'],
    userFile: (place) => join(place, place.home, '.codeium', 'windsurf', 'mcp_config.json'),
    entry: plain,
    next: 'Refresh its MCP servers, or start it anew.',
  },
  {
    id: 'antigravity',
    title: 'Antigravity',
    format: 'json',
    section: ['mcpServers'],
    userFile: antigravityFile,
    projectFile: (place) => join(place, place.project, '.agents', 'mcp_config.json'),
    entry: plain,
    next: 'Refresh the servers of Antigravity, or start it anew.',
  },
  {
    id: 'opencode',
    title: 'opencode',
    format: 'json',
    section: ['mcp'],
    userFile: (place) =>
      opencodeFile(
        place,
        join(place, place.env.XDG_CONFIG_HOME || join(place, place.home, '.config'), 'opencode'),
      ),
    projectFile: (place) => opencodeFile(place, place.project),
    entry: ({ command, args }) => ({ type: 'local', command: [command, ...args], enabled: true }),
    next: 'Start opencode anew.',
  },
];

/** Of another system too, so that each can be tested on every one. */
export function join({ platform }: ClientPlace, ...parts: string[]): string {
  return (platform === 'win32' ? win32 : posix).join(...parts);
}

function applicationData(place: ClientPlace): string {
  if (place.platform === 'win32') return place.env.APPDATA || join(place, place.home, 'AppData', 'Roaming');
  if (place.platform === 'darwin') return join(place, place.home, 'Library', 'Application Support');
  return place.env.XDG_CONFIG_HOME || join(place, place.home, '.config');
}

/** Installed as a Windows package it sees a folder of its own in place of the roaming one. */
function claudeDesktopFile(place: ClientPlace): string {
  const name = 'claude_desktop_config.json';
  if (place.platform === 'win32') {
    const packages = join(
      place,
      place.env.LOCALAPPDATA || join(place, place.home, 'AppData', 'Local'),
      'Packages',
    );
    const folders = place
      .list(packages)
      .filter((folder) => folder.startsWith('Claude_'))
      .map((folder) => join(place, packages, folder, 'LocalCache', 'Roaming', 'Claude'));
    const packaged = folders.find((folder) => place.exists(join(place, folder, name))) ?? folders[0];
    if (packaged !== undefined) return join(place, packaged, name);
  }
  return join(place, applicationData(place), 'Claude', name);
}

/** Version 2 reads another folder than version 1 did; it makes that folder itself. */
function antigravityFile(place: ClientPlace): string {
  const root = join(place, place.home, '.gemini');
  const isFirst =
    !place.exists(join(place, root, 'config')) && place.exists(join(place, root, 'antigravity'));
  return join(place, root, isFirst ? 'antigravity' : 'config', 'mcp_config.json');
}

function opencodeFile(place: ClientPlace, folder: string): string {
  const withComments = join(place, folder, 'opencode.jsonc');
  return place.exists(withComments) ? withComments : join(place, folder, 'opencode.json');
}
