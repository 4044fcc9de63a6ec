// Whether the token file is there and closed to others, for saying what is wrong when a host refuses.
import { findTokenAsync, tokenFilePath } from './internal/token-file.js';

/** What was found, in one sentence; throws UNAUTHORIZED with what is wrong. */
export async function probeTokenFileAsync(stateFolder: string): Promise<string> {
  const path = tokenFilePath(stateFolder);
  return (await findTokenAsync(undefined, stateFolder)) === undefined
    ? `There is no token yet; the first host makes ${path}.`
    : `The token file ${path} is there, and closed to other users.`;
}
