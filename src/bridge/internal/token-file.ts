// The token that one user's processes share, made on first use by whichever process needs it first.
import { join } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { ensureSecretFile, isSecret, readSecretFile } from './secret-file.js';

/** A token that the user gave, or the way to get it; without one the token file of the state folder is used. */
export type TokenSource = string | (() => Promise<string>);

export function tokenFilePath(stateFolder: string): string {
  return join(stateFolder, 'token');
}

/** For a host: the token, made now if there is none yet. */
export async function ensureTokenAsync(
  source: TokenSource | undefined,
  stateFolder: string,
): Promise<string> {
  return source === undefined
    ? ensureSecretFile(tokenFilePath(stateFolder), 'token')
    : givenTokenAsync(source);
}

/** For a client: the token, or `undefined` where there is no file. */
export async function findTokenAsync(
  source: TokenSource | undefined,
  stateFolder: string,
): Promise<string | undefined> {
  return source === undefined ? readSecretFile(tokenFilePath(stateFolder), 'token') : givenTokenAsync(source);
}

async function givenTokenAsync(source: TokenSource): Promise<string> {
  return checkToken(typeof source === 'string' ? source : await source());
}

/** A token that was given, without what stands around it in a file. */
export function checkToken(given: string): string {
  const token = given.trim();
  if (isSecret(token)) return token;
  throw new BridgeError(
    'UNAUTHORIZED',
    'The token that was given is not one: it needs 16 to 512 characters.',
  );
}
