// The secret that an installed plugin shares with its user's hosts. Installing the plugin makes it and writes it
// into the plugin file; hosts read it to prove themselves.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PAIRING_KEY_ID_LENGTH } from '../protocol/pairing.js';
import { ensureSecretFile, readSecretFile } from './internal/secret-file.js';

export interface PairingSecret {
  readonly keyId: string;
  readonly secret: string;
}

const WHAT = 'pairing secret';

export async function ensurePairingSecretAsync(stateFolder: string): Promise<PairingSecret> {
  return withId(ensureSecretFile(pathIn(stateFolder), WHAT));
}

/** `undefined` where no plugin was ever installed. */
export async function findPairingSecretAsync(stateFolder: string): Promise<PairingSecret | undefined> {
  const secret = readSecretFile(pathIn(stateFolder), WHAT);
  return secret === undefined ? undefined : withId(secret);
}

function pathIn(stateFolder: string): string {
  return join(stateFolder, 'pairing');
}

function withId(secret: string): PairingSecret {
  return { secret, keyId: createHash('sha256').update(secret).digest('hex').slice(0, PAIRING_KEY_ID_LENGTH) };
}
