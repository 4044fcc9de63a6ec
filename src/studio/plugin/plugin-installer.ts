// Puts a plugin's model file into Studio's plugins folder, tells what is there, and takes it away again.
import { createHash } from 'node:crypto';
import { access, constants, lstat, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { errorCode, whyNotRead, whyNotWritten } from '../../support/file-errors.js';
import { makeFolder } from '../../support/make-folder.js';
import { saveFile } from '../../support/save-file.js';

export interface PluginFile {
  /** The file's name in the plugins folder, with its ending. */
  readonly fileName: string;
  readonly text: string;
}

export interface InstallResult {
  readonly path: string;
  /** `unchanged`: the very same file was there already, and nothing was written. */
  readonly change: 'created' | 'updated' | 'unchanged';
  /** sha256 of the file, in hex. */
  readonly hash: string;
}

export interface InstallOptions {
  /** Tells what would be done and writes nothing. */
  dryRun?: boolean;
  /** Writes even where the same file is there already, and makes a folder that was named and is not there. */
  force?: boolean;
}

export async function installPluginAsync(
  folder: string,
  plugin: PluginFile,
  options: InstallOptions = {},
): Promise<InstallResult> {
  const path = join(folder, plugin.fileName);
  const present = await readIfPresentAsync(path);
  const change = present === undefined ? 'created' : present === plugin.text ? 'unchanged' : 'updated';
  if (change !== 'unchanged' || options.force) {
    if (options.dryRun) await checkWritableAsync(path);
    else write(path, plugin.text);
  }
  return { path, change, hash: hashOf(plugin.text) };
}

/** The text that is installed, if any. */
export async function readInstalledPluginAsync(
  folder: string,
  fileName: string,
): Promise<string | undefined> {
  return readIfPresentAsync(join(folder, fileName));
}

/** True if there was something to remove. */
export async function uninstallPluginAsync(
  folder: string,
  fileName: string,
  options: { dryRun?: boolean } = {},
): Promise<boolean> {
  const path = join(folder, fileName);
  if ((await readIfPresentAsync(path)) === undefined) return false;
  if (!options.dryRun) await rm(path).catch((error) => refuse(path, 'removed', error));
  return true;
}

function write(path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    saveFile(path, text);
  } catch (error) {
    refuse(path, 'written', error);
  }
}

/** Whether it could be written, as far as that can be told without writing. */
async function checkWritableAsync(path: string): Promise<void> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    try {
      if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      await access(folder, constants.W_OK | constants.X_OK);
      return;
    } catch (error) {
      const isMissing = errorCode(error) === 'ENOENT';
      // A link that leads nowhere is in the way, where a missing folder is not.
      const isInTheWay = isMissing && (await lstat(folder).catch(() => undefined)) !== undefined;
      if (isInTheWay) refuse(path, 'written', Object.assign(new Error(), { code: 'EEXIST' }));
      if (!isMissing || dirname(folder) === folder) refuse(path, 'written', error);
    }
  }
}

async function readIfPresentAsync(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    return refuse(path, 'read', error);
  }
}

function refuse(path: string, what: 'read' | 'written' | 'removed', cause: unknown): never {
  const why = what === 'read' ? whyNotRead(cause) : whyNotWritten(cause);
  throw new BridgeError('FILE_NOT_WRITABLE', `The plugin file ${path} could not be ${what}: ${why}.`, {
    hint: 'Make its folder one that you may write to, or name another one with --path (in Studio: Plugins tab, Plugins Folder).',
    cause,
  });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
