// `login`: keeps an Open Cloud key, so that it need not be in the environment or on a command line.
import * as z from 'zod/mini';
import { cloudInput, cloudStyles } from '../../command/cloud-input.js';
import { defineCommand } from '../../command/define-command.js';
import { BridgeError } from '../../protocol/bridge-error.js';

export const login = defineCommand({
  name: ['login'],
  section: 'Infrastructure',
  summary: 'Keep an Open Cloud API key',
  description:
    'The key is read from standard input, checked, and written to a file in the state folder that only you can read.\n' +
    'Make one at https://create.roblox.com/dashboard/credentials, with the scopes universe-places:write and\n' +
    'universe.place.luau-execution-session:read and :write.',
  examples: [
    { line: 'login', about: 'Paste the key and press Enter' },
    { line: 'login < key.txt', about: 'Take it from a file' },
  ],
  target: 'none',
  surfaces: ['cli'],
  readOnly: false,
  positionals: [],
  flags: cloudStyles,
  input: z.strictObject(cloudInput),
  async run({ apiKey: given, cloudUrl }, { cloud, signal, askSecretAsync }) {
    const apiKey = (given ?? (await askSecretAsync('Open Cloud API key: '))).trim();
    if (apiKey === '')
      throw new BridgeError('USAGE', 'No key was given.', { hint: 'Paste it, or pipe it: login < key.txt' });
    return await cloud.keepKeyAsync({ apiKey, baseUrl: cloudUrl, signal });
  },
  format: ({ file }) => `The key is kept in ${file}`,
});
