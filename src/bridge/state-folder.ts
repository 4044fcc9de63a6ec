// The folder of what is kept between commands: the token, the pairing secret, logs, records of what was started.
import { join, resolve } from 'node:path';
import { BridgeError } from '../protocol/bridge-error.js';
import { homeFolder } from '../support/home-folder.js';

/** @throws BridgeError USAGE if neither the user nor the system names one. */
export function findStateFolder(): string {
  const named = process.env.STUDIO_BRIDGE_HOME;
  if (named) return resolve(named);
  const home = homeFolder();
  if (home !== undefined) return join(home, '.studio-bridge');
  throw new BridgeError(
    'USAGE',
    'This user has no home folder, and studio-bridge has to keep a token somewhere.',
    {
      hint: 'Name a folder for it: STUDIO_BRIDGE_HOME=/path (or set HOME).',
    },
  );
}
