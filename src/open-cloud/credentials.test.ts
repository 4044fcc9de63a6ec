import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../tests/support/use-tmp.js';
import { findApiKeyAsync, saveApiKeyAsync } from './credentials.js';

function useSources(env: Record<string, string> = {}) {
  return { env, stateFolder: useTmp(), platform: 'linux' as const };
}

test('the command wins over the environment, and that over the file', async () => {
  const sources = useSources({ ROBLOX_OPEN_CLOUD_API_KEY: 'general', STUDIO_BRIDGE_API_KEY: 'ours' });
  const file = await saveApiKeyAsync(sources.stateFolder, 'kept');
  expect(await findApiKeyAsync({ ...sources, given: 'flag' })).toEqual({
    apiKey: 'flag',
    source: '--api-key',
  });
  expect(await findApiKeyAsync(sources)).toEqual({ apiKey: 'ours', source: 'STUDIO_BRIDGE_API_KEY' });
  expect(await findApiKeyAsync({ ...sources, env: {} })).toEqual({ apiKey: 'kept', source: file });
});

test('the file is for its owner alone, and one that is open to others is refused', async () => {
  const sources = useSources();
  const file = await saveApiKeyAsync(sources.stateFolder, 'kept');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  await expect(findApiKeyAsync(sources)).rejects.toMatchObject({
    code: 'FILE_NOT_READABLE',
    message: `Others than you may read the key in ${file}.`,
    hint: `Close it: chmod 600 ${file}`,
  });
});

test.each(['', '{"apiKey": ""}', '{"apiKey": 5}', '{"apiKey'])('a file with %j is no key', async (text) => {
  const sources = useSources();
  const file = join(sources.stateFolder, 'credentials.json');
  writeFileSync(file, text, { mode: 0o600 });
  await expect(findApiKeyAsync(sources)).rejects.toMatchObject({
    code: 'FILE_NOT_READABLE',
    message: `The file ${file} holds no key.`,
  });
});

test('line breaks around a key are none of it', async () => {
  const sources = useSources({ STUDIO_BRIDGE_API_KEY: ' ours\r\n' });
  expect(await findApiKeyAsync(sources)).toEqual({ apiKey: 'ours', source: 'STUDIO_BRIDGE_API_KEY' });
});

test.each([' ', 'one\ntwo', 'one two', 'k\u20acy', 'key\0'])(
  'what cannot be a key is refused before anything is sent: %j',
  async (text) => {
    const refusal = (which: string) => ({
      code: 'CLOUD_UNAUTHORIZED',
      message: `The Open Cloud API key ${which} is none: it has blanks, line breaks or signs in it that no key has, or is empty.`,
    });
    const sources = useSources({ STUDIO_BRIDGE_API_KEY: text });
    await expect(findApiKeyAsync(sources)).rejects.toMatchObject(refusal('in STUDIO_BRIDGE_API_KEY'));
    await expect(findApiKeyAsync({ ...sources, given: text })).rejects.toMatchObject(
      refusal('that was given'),
    );
  },
);

test('without a key every place for it is named', async () => {
  await expect(findApiKeyAsync(useSources())).rejects.toMatchObject({
    code: 'CLOUD_UNAUTHORIZED',
    message: 'No Open Cloud API key was given.',
    hint: 'Run studio-bridge login, or set STUDIO_BRIDGE_API_KEY or ROBLOX_OPEN_CLOUD_API_KEY, or give --api-key.',
  });
});
