// `mcp install`: one entry into, or out of, the files of the clients. A file is written aside and put in place when it is
// whole; one that cannot be understood is left alone.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { McpInstallation, McpInstallRequest } from '../../command/world/mcp-surface.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { errorCode } from '../../support/file-errors.js';
import { makeFolder } from '../../support/make-folder.js';
import { realPathOf } from '../../support/real-path.js';
import { saveFile } from '../../support/save-file.js';
import { messageOf } from '../../support/thrown-text.js';
import type { ClientPlace } from './client-place.js';
import { CLIENTS, type Client, type ServerCommand } from './clients.js';
import type { EntryFile } from './entry-file.js';
import { jsonFile } from './json-section.js';
import { tomlFile } from './toml-tables.js';

export { thisPlace } from './client-place.js';

const BYTE_ORDER_MARK = '\ufeff';
const WRITE_BITS = 0o222;
/** Some of these files hold secrets of other servers. */
const NEW_FILE_MODE = 0o600;

const PACKAGE = '@quenty/studio-bridge';

export async function installInClientsAsync(
  request: McpInstallRequest,
  place: ClientPlace,
): Promise<McpInstallation[]> {
  // All of them are looked at before the first is changed.
  const plans = request.clients.map((id) => plan(clientOf(id), request, place));
  for (const { installation, text } of plans) {
    if (text !== undefined && !request.isDryRun) writeFile(installation.path, text);
  }
  return plans.map(({ installation }) => installation);
}

interface Plan {
  readonly installation: McpInstallation;
  /** What the file shall hold; undefined if it stays as it is. */
  readonly text: string | undefined;
}

function plan(client: Client, request: McpInstallRequest, place: ClientPlace): Plan {
  const path = fileOf(client, request.scope, place);
  const file = client.format === 'toml' ? tomlFile : jsonFile;
  const keys = [...client.section, request.name];
  const entry = client.entry(serverCommand(request, place));
  const found = request.action === 'print' ? undefined : readFile(path);
  const about = {
    client: client.id,
    path,
    entry: file.show(keys, entry),
    next: nextStep(client, request, place),
  };
  if (request.action === 'print') return { installation: { ...about, change: 'none' }, text: undefined };

  // Some editors begin a file with a mark of its encoding, which stays.
  const mark = found?.startsWith(BYTE_ORDER_MARK) === true ? BYTE_ORDER_MARK : '';
  const before = found?.slice(mark.length) ?? '';
  const problem = file.problemOf(before);
  if (problem !== undefined) throw unreadable(path, problem);
  const after = edited(file, before, keys, request.action === 'install' ? entry : undefined, path);
  if (after === before) {
    const change = request.action === 'install' ? 'unchanged' : 'none';
    return { installation: { ...about, change }, text: undefined };
  }
  const change = request.action === 'uninstall' ? 'removed' : found === undefined ? 'created' : 'updated';
  return { installation: { ...about, change }, text: mark + after };
}

function edited(
  file: EntryFile,
  text: string,
  keys: readonly string[],
  entry: Record<string, unknown> | undefined,
  path: string,
): string {
  const present = file.read(text, keys);
  if (JSON.stringify(present) === JSON.stringify(entry)) return text;
  try {
    return entry === undefined ? file.remove(text, keys) : file.write(text, keys, entry);
  } catch (error) {
    throw unreadable(path, messageOf(error));
  }
}

/** npm's programs are scripts on Windows, which only its shell can start. */
function serverCommand({ launcher, args }: McpInstallRequest, place: ClientPlace): ServerCommand {
  if (launcher === 'node') return { command: place.node, args: [place.program, 'mcp', ...args] };
  const words =
    launcher === 'npx' ? ['npx', '-y', PACKAGE, 'mcp', ...args] : ['studio-bridge', 'mcp', ...args];
  const [command = '', ...rest] = place.platform === 'win32' ? ['cmd', '/c', ...words] : words;
  return { command, args: rest };
}

/** Where a project alone has the package, only npx puts its program on the path, and the client will not find it. */
function nextStep(client: Client, { action, launcher }: McpInstallRequest, place: ClientPlace): string {
  if (action !== 'install' || launcher !== 'command' || isOnPath(place)) return client.next;
  const why = 'studio-bridge is not on your PATH, so the program may not find it:';
  return `${why} use --launcher npx in a project that has the package, or --launcher node.\n${client.next}`;
}

function isOnPath({ env, platform, exists }: ClientPlace): boolean {
  const isWindows = platform === 'win32';
  const folders = (env.PATH ?? env.Path ?? '').split(isWindows ? ';' : ':');
  const program = isWindows ? 'studio-bridge.cmd' : 'studio-bridge';
  return folders.some((folder) => !folder.includes('node_modules') && exists(join(folder, program)));
}

function clientOf(id: string): Client {
  const client = CLIENTS.find((one) => one.id === id);
  if (client) return client;
  throw new BridgeError('USAGE', `${id} is no client that is known here.`, {
    hint: `There are: ${CLIENTS.map((one) => one.id).join(', ')}`,
  });
}

function fileOf(client: Client, scope: McpInstallRequest['scope'], place: ClientPlace): string {
  if (scope === 'user') return client.userFile(place);
  if (client.projectFile) return client.projectFile(place);
  throw new BridgeError('USAGE', `${client.title} has no servers for one project.`, {
    hint: 'Leave out --scope project.',
  });
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new BridgeError('FILE_NOT_READABLE', `Cannot read ${path}: ${messageOf(error)}.`, { cause: error });
  }
}

function unreadable(path: string, why: string): BridgeError {
  return new BridgeError('FILE_NOT_READABLE', `${path} was left as it is: ${why}.`, {
    hint: 'Mend the file, or show the entry with --print and put it in by hand.',
  });
}

function writeFile(path: string, text: string): void {
  const target = realPathOf(path);
  const mode = statSync(target, { throwIfNoEntry: false })?.mode ?? NEW_FILE_MODE;
  // Another file in its place would be written all the same.
  if ((mode & WRITE_BITS) === 0) {
    throw new BridgeError('FILE_NOT_WRITABLE', `Cannot write ${path}: it is read-only.`, {
      hint: 'Make it writable, or show the entry with --print and put it in by hand.',
    });
  }
  try {
    makeFolder(dirname(target));
    saveFile(target, text, { mode: mode & 0o777 });
  } catch (error) {
    throw new BridgeError('FILE_NOT_WRITABLE', `Cannot write ${path}: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}
