// Where the API key comes from: the command, the environment, or the file that `login` wrote. It is never printed, and
// the file is for its owner alone.
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { BridgeError } from '../protocol/bridge-error.js';
import { errorCode } from '../support/file-errors.js';
import { makeFolder } from '../support/make-folder.js';
import { saveFile } from '../support/save-file.js';

export const KEY_VARIABLES = ['STUDIO_BRIDGE_API_KEY', 'ROBLOX_OPEN_CLOUD_API_KEY'] as const;
const FILE = 'credentials.json';

const credentials = z.object({ apiKey: z.string().check(z.minLength(1)) });

export interface KeySources {
  /** What the command was given. */
  readonly given?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stateFolder: string;
  /** Windows' files have no modes to look at. */
  readonly platform: NodeJS.Platform;
}

export interface FoundKey {
  readonly apiKey: string;
  /** For people: never the key itself. */
  readonly source: string;
}

/** All that a header can carry, and no blanks. */
const KEY_FORM = /^[!-~]+$/;

/**
 * @throws BridgeError CLOUD_UNAUTHORIZED where there is none, with every place it may be in, or where it cannot be one;
 * FILE_NOT_READABLE if the file is not one that `login` writes, or that others may read.
 */
export async function findApiKeyAsync({ given, env, stateFolder, platform }: KeySources): Promise<FoundKey> {
  if (given) return keyOf(given, '--api-key', 'that was given');
  for (const name of KEY_VARIABLES) {
    const apiKey = env[name];
    if (apiKey) return keyOf(apiKey, name);
  }
  const file = join(stateFolder, FILE);
  const apiKey = await readKeyAsync(file, platform);
  if (apiKey) return keyOf(apiKey, file);
  throw new BridgeError('CLOUD_UNAUTHORIZED', 'No Open Cloud API key was given.', {
    hint: `Run studio-bridge login, or set ${KEY_VARIABLES.join(' or ')}, or give --api-key.`,
  });
}

/** Replaces the key in one step; the file is readable for its owner only. */
export async function saveApiKeyAsync(stateFolder: string, apiKey: string): Promise<string> {
  const file = join(stateFolder, FILE);
  try {
    makeFolder(stateFolder, 0o700);
    saveFile(file, `${JSON.stringify({ apiKey }, undefined, 2)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new BridgeError('FILE_NOT_WRITABLE', `The key could not be written to ${file}.`, { cause });
  }
  return file;
}

/** What Open Cloud knows of the key is another matter. */
export async function removeApiKeyAsync(stateFolder: string): Promise<{ file: string; wasKept: boolean }> {
  const file = join(stateFolder, FILE);
  try {
    await rm(file);
    return { file, wasKept: true };
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return { file, wasKept: false };
    throw new BridgeError('FILE_NOT_WRITABLE', `The key in ${file} could not be removed.`, { cause });
  }
}

/** Line breaks and blanks around it come from how it was copied. */
function keyOf(text: string, source: string, which = `in ${source}`): FoundKey {
  const apiKey = text.trim();
  if (KEY_FORM.test(apiKey)) return { apiKey, source };
  throw new BridgeError(
    'CLOUD_UNAUTHORIZED',
    `The Open Cloud API key ${which} is none: it has blanks, line breaks or signs in it that no key has, or is empty.`,
  );
}

async function readKeyAsync(file: string, platform: NodeJS.Platform): Promise<string | undefined> {
  let text: string;
  try {
    const { mode } = await stat(file);
    if (platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new BridgeError('FILE_NOT_READABLE', `Others than you may read the key in ${file}.`, {
        hint: `Close it: chmod 600 ${file}`,
      });
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof BridgeError) throw error;
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new BridgeError('FILE_NOT_READABLE', `The key in ${file} could not be read.`, { cause: error });
  }
  try {
    return z.parse(credentials, JSON.parse(text)).apiKey;
  } catch (cause) {
    throw new BridgeError('FILE_NOT_READABLE', `The file ${file} holds no key.`, {
      cause,
      hint: 'Write it anew: studio-bridge login',
    });
  }
}
