// What is at a path that somebody names has to survive being written to.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  createReadStream,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { useTmp } from '../../tests/support/use-tmp.js';
import { saveFile } from './save-file.js';

test('a file is there whole, and nothing beside it', () => {
  const folder = useTmp();
  saveFile(join(folder, 'a.txt'), Buffer.from('one'));
  saveFile(join(folder, 'a.txt'), Buffer.from('two'));
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('two');
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('a link stays one, and what it leads to is written', () => {
  const folder = useTmp();
  writeFileSync(join(folder, 'real.txt'), 'before');
  symlinkSync('real.txt', join(folder, 'link.txt'));
  saveFile(join(folder, 'link.txt'), Buffer.from('after'));
  expect(lstatSync(join(folder, 'link.txt')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'real.txt'), 'utf8')).toBe('after');
});

test('a link to what is not there stays one, and that is made', () => {
  const folder = useTmp();
  symlinkSync('real.txt', join(folder, 'link.txt'));
  saveFile(join(folder, 'link.txt'), 'made');
  expect(lstatSync(join(folder, 'link.txt')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'real.txt'), 'utf8')).toBe('made');
});

test('a file keeps its mode, unless another one is asked for', () => {
  const file = join(useTmp(), 'a.txt');
  const modeOf = () => statSync(file).mode & 0o777;
  writeFileSync(file, '', { mode: 0o640 });
  saveFile(file, 'one');
  expect(modeOf()).toBe(0o640);
  saveFile(file, 'two', { mode: 0o600 });
  expect(modeOf()).toBe(0o600);
});

test('a pipe is written to and stays a pipe', async () => {
  const pipe = join(useTmp(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  // Read and write, so that neither end waits for the other.
  const reader = createReadStream(pipe, { flags: 'r+' });
  await once(reader, 'open');
  saveFile(pipe, Buffer.from('through'));
  const [chunk] = await once(reader, 'data');
  reader.destroy();
  expect(String(chunk)).toBe('through');
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

test('a folder is no file, and stays', () => {
  const folder = useTmp();
  expect(() => saveFile(folder, Buffer.from('x'))).toThrow(/EISDIR|EEXIST|ENOTEMPTY|EPERM/);
  expect(readdirSync(folder)).toEqual([]);
});

test('a pipe without a name is written to, as /dev/stdout often is', () => {
  const pipe = join(useTmp(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const descriptor = openSync(pipe, 'r+');
  onTestFinished(() => closeSync(descriptor));
  rmSync(pipe);
  saveFile(`/dev/fd/${descriptor}`, 'through');
  const bytes = Buffer.alloc(20);
  expect(bytes.toString('utf8', 0, readSync(descriptor, bytes))).toBe('through');
});
