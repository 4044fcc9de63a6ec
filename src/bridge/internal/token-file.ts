// The token that one user's processes share: a file only that user can read, made on first use by whichever
// process needs it first.
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';

/** A token that the user gave, or the way to get it; without one the token file of the state folder is used. */
export type TokenSource = string | (() => Promise<string>);

const TOKEN_PATTERN = /^[\x21-\x7e]{16,512}$/;
const OTHERS_MAY_READ = 0o077;

export function tokenFilePath(stateFolder: string): string {
  return join(stateFolder, 'token');
}

/** For a host: the token, made now if there is none yet. */
export async function ensureTokenAsync(
  source: TokenSource | undefined,
  stateFolder: string,
): Promise<string> {
  if (source !== undefined) return givenTokenAsync(source);
  return (await readTokenFileAsync(stateFolder)) ?? (await createTokenFileAsync(stateFolder));
}

/** For a client: the token, or `undefined` where there is no file. */
export async function findTokenAsync(
  source: TokenSource | undefined,
  stateFolder: string,
): Promise<string | undefined> {
  return source === undefined ? readTokenFileAsync(stateFolder) : givenTokenAsync(source);
}

async function givenTokenAsync(source: TokenSource): Promise<string> {
  const token = (typeof source === 'string' ? source : await source()).trim();
  if (TOKEN_PATTERN.test(token)) return token;
  throw new BridgeError(
    'UNAUTHORIZED',
    'The token that was given is not one: it needs 16 to 512 characters.',
  );
}

async function readTokenFileAsync(stateFolder: string): Promise<string | undefined> {
  const path = tokenFilePath(stateFolder);
  const hint = 'Delete the file; the next command makes a new one. Then restart what runs with the old one.';
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new BridgeError('UNAUTHORIZED', `The token file ${path} cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (process.platform !== 'win32') {
    const mode = (await stat(path)).mode & 0o777;
    if ((mode & OTHERS_MAY_READ) !== 0) {
      throw new BridgeError(
        'UNAUTHORIZED',
        `The token file ${path} is open to other users (mode ${mode.toString(8)}).`,
        { hint: `Close it: chmod 600 ${path} (or delete it, if others may have read it).` },
      );
    }
  }
  const token = text.trim();
  if (TOKEN_PATTERN.test(token)) return token;
  throw new BridgeError('UNAUTHORIZED', `The token file ${path} does not hold a token.`, { hint });
}

/** Written aside and linked into place: whoever loses a race reads the winner's token, never half of one. */
async function createTokenFileAsync(stateFolder: string): Promise<string> {
  const path = tokenFilePath(stateFolder);
  const token = randomBytes(32).toString('base64url');
  const aside = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(stateFolder, { recursive: true, mode: 0o700 });
    await writePrivateFileAsync(aside, token);
    await link(aside, path);
    return token;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return (await readTokenFileAsync(stateFolder)) ?? token;
    if (['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(codeOf(error) ?? '')) {
      return await createWithoutLinksAsync(path, stateFolder, token);
    }
    throw new BridgeError('UNAUTHORIZED', `The token file ${path} cannot be made: ${messageOf(error)}`, {
      cause: error,
      hint: 'Make room for it or fix the folder, or choose another folder with STUDIO_BRIDGE_HOME.',
    });
  } finally {
    await rm(aside, { force: true });
  }
}

/** For file systems without hard links. */
async function createWithoutLinksAsync(path: string, stateFolder: string, token: string): Promise<string> {
  try {
    await writePrivateFileAsync(path, token);
    return token;
  } catch (error) {
    const found = codeOf(error) === 'EEXIST' ? await readTokenFileAsync(stateFolder) : undefined;
    if (found !== undefined) return found;
    throw new BridgeError('UNAUTHORIZED', `The token file ${path} cannot be made: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

async function writePrivateFileAsync(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
