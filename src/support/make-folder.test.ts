import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder } from './make-folder.js';
import { hasFileModes } from './operating-system.js';

function useFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bridge-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function useFile(): string {
  const file = join(useFolder(), 'file');
  writeFileSync(file, '');
  return file;
}

test('a folder is made with those above it, and one that is there stays', () => {
  const folder = join(useFolder(), 'a', 'b', 'c');
  makeFolder(folder, 0o700);
  makeFolder(folder, 0o700);
  expect(existsSync(folder)).toBe(true);
  if (hasFileModes()) expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('a file in the way is told', () => {
  const file = useFile();
  expect(() => makeFolder(file)).toThrow('EEXIST');
  expect(() => makeFolder(join(file, 'below'))).toThrow('ENOTDIR');
});

test('where nothing can be made, that is told at once', () => {
  const closed = existsSync('/proc/self') ? '/proc/studio-bridge' : join(useFile(), 'below');
  expect(() => makeFolder(join(closed, 'a', 'b'))).toThrow(/ENOENT|ENOTDIR/);
});
