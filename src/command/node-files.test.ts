import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nodeFiles } from './node-files.js';

function useFile(content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'script.luau');
  writeFileSync(path, content);
  return path;
}

test('text is read as it is, without a byte order mark', async () => {
  expect(await nodeFiles.readTextAsync(useFile('print("ä")\r\n'))).toBe('print("ä")\r\n');
  expect(await nodeFiles.readTextAsync(useFile('\ufeffreturn 1'))).toBe('return 1');
});

test('a file that does not exist', async () => {
  await expect(nodeFiles.readTextAsync('no/such.luau')).rejects.toMatchObject({
    code: 'FILE_NOT_READABLE',
    message: 'Cannot read no/such.luau: it does not exist.',
    hint: 'Check the path.',
  });
});

test('a folder', async () => {
  const folder = tmpdir();
  await expect(nodeFiles.readTextAsync(folder)).rejects.toThrow(`Cannot read ${folder}: it is a folder.`);
});

test.each([
  [[0x70, 0xff, 0xfe], 1],
  [[0xef, 0xbf, 0xbd, 0x41, 0xc3], 4],
  [[0xc3, 0xa4, 0xed, 0xa0, 0x80], 2],
])('a file that is not UTF-8: %j', async (bytes, offset) => {
  const path = useFile(Uint8Array.from(bytes));
  await expect(nodeFiles.readTextAsync(path)).rejects.toMatchObject({
    code: 'FILE_NOT_READABLE',
    message: `Cannot read ${path}: it is not UTF-8 text (byte ${offset}).`,
    hint: 'Save it as UTF-8 and try again.',
  });
});
