import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { ensureTokenAsync, findTokenAsync, tokenFilePath } from './token-file.js';

test('the token is made on first need, for the user only, and stays', async () => {
  const folder = join(useTmp(), 'state');
  expect(await findTokenAsync(undefined, folder)).toBeUndefined();
  const token = await ensureTokenAsync(undefined, folder);
  expect(token.length).toBeGreaterThanOrEqual(43);
  expect(statSync(tokenFilePath(folder)).mode & 0o777).toBe(0o600);
  expect(await ensureTokenAsync(undefined, folder)).toBe(token);
  expect(await findTokenAsync(undefined, folder)).toBe(token);
  expect(readdirSync(folder)).toEqual(['token']);
});

test('of many that make it at once all end with the same', async () => {
  const folder = useTmp();
  const tokens = await Promise.all(Array.from({ length: 20 }, () => ensureTokenAsync(undefined, folder)));
  expect(new Set(tokens).size).toBe(1);
  expect(readFileSync(tokenFilePath(folder), 'utf8').trim()).toBe(tokens[0]);
  expect(readdirSync(folder)).toEqual(['token']);
});

test('a given token is used and no file is made', async () => {
  const folder = useTmp();
  expect(await ensureTokenAsync(' a-token-of-some-length ', folder)).toBe('a-token-of-some-length');
  expect(await findTokenAsync(() => Promise.resolve('another-token-of-length'), folder)).toBe(
    'another-token-of-length',
  );
  expect(existsSync(tokenFilePath(folder))).toBe(false);
  await expect(findTokenAsync('short', folder)).rejects.toMatchObject({
    code: 'UNAUTHORIZED',
    message: 'The token that was given is not one: it needs 16 to 512 characters.',
  });
});

test('a file that others may read is not trusted', async () => {
  const folder = useTmp();
  await ensureTokenAsync(undefined, folder);
  const path = tokenFilePath(folder);
  chmodSync(path, 0o644);
  await expect(findTokenAsync(undefined, folder)).rejects.toMatchObject({
    message: `The token file ${path} is open to other users (mode 644).`,
    hint: expect.stringContaining(`chmod 600 ${path}`),
  });
});

test('a file without a token in it is told as such', async () => {
  const folder = useTmp();
  writeFileSync(tokenFilePath(folder), '', { mode: 0o600 });
  await expect(ensureTokenAsync(undefined, folder)).rejects.toMatchObject({
    message: `The token file ${tokenFilePath(folder)} does not hold a token.`,
    hint: expect.stringContaining('Delete the file'),
  });
});

test('a folder that cannot be made names the reason and the way out', async () => {
  const blocked = join(useTmp(), 'file');
  writeFileSync(blocked, '');
  await expect(ensureTokenAsync(undefined, join(blocked, 'state'))).rejects.toMatchObject({
    code: 'FILE_NOT_WRITABLE',
    exitCode: 2,
    message: expect.stringMatching(/cannot be (made|read): a file is where a folder has to be\.$/),
    hint: 'Make room or mend the folder, or choose another one with STUDIO_BRIDGE_HOME.',
  });
});

test('a folder in the place of the file is no token', async () => {
  const folder = useTmp();
  mkdirSync(tokenFilePath(folder));
  await expect(findTokenAsync(undefined, folder)).rejects.toMatchObject({ code: 'FILE_NOT_WRITABLE' });
});
