// `login`: keeps an Open Cloud key, so that it need not be in the environment or on a command line.
import * as z from 'zod/mini';
import { cloudInput, cloudStyles } from '../../command/cloud-input.js';
import { defineCommand } from '../../command/define-command.js';
import { BridgeError } from '../../protocol/bridge-error.js';

interface LoginResult {
  readonly file: string;
  /** Of a key that is to be forgotten. */
  readonly wasKept?: boolean;
}

export const login = defineCommand({
  name: ['login'],
  section: 'Infrastructure',
  summary: 'Keep an Open Cloud API key, or remove it',
  description:
    'The key is read from standard input, checked, and written to a file in the state folder that only you can read.\n' +
    'Make one at https://create.roblox.com/dashboard/credentials, with the scopes universe-places:write and\n' +
    'universe.place.luau-execution-session:read and :write.',
  examples: [
    { line: 'login', about: 'Paste the key and press Enter' },
    { line: 'login < key.txt', about: 'Take it from a file' },
    { line: 'login --forget', about: 'Remove the kept key from this machine' },
  ],
  target: 'none',
  surfaces: ['cli'],
  readOnly: false,
  positionals: [],
  flags: cloudStyles,
  bounds: { apiKey: { excludedBy: ['forget'] }, cloudUrl: { excludedBy: ['forget'] } },
  input: z.strictObject({
    forget: z._default(
      z
        .boolean()
        .check(z.describe('Remove the kept key; in the dashboard it stays until you delete it there')),
      false,
    ),
    ...cloudInput,
  }),
  async run({ apiKey: given, cloudUrl, forget }, { cloud, signal, askSecretAsync }): Promise<LoginResult> {
    if (forget) return await cloud.forgetKeyAsync();
    const apiKey = (given ?? (await askSecretAsync('Open Cloud API key: '))).trim();
    if (apiKey === '')
      throw new BridgeError('USAGE', 'No key was given.', { hint: 'Paste it, or pipe it: login < key.txt' });
    if (/\s/.test(apiKey)) {
      throw new BridgeError('USAGE', 'That is no key: it has blanks in it.', {
        hint: 'Paste the key alone, as the dashboard shows it.',
      });
    }
    return await cloud.keepKeyAsync({ apiKey, baseUrl: cloudUrl, signal });
  },
  format({ file, wasKept }) {
    if (wasKept === undefined) return `The key is kept in ${file}`;
    return wasKept ? `The key in ${file} is removed.` : `No key is kept in ${file}.`;
  },
});
