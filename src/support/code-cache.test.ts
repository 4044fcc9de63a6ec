import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../../tests/support/use-tmp.js';
import { cacheFolder, requireCached } from './code-cache.js';

const require = createRequire(import.meta.url);

function useProgram(
  source = 'exports.answer = () => 42; exports.path = require("node:path"); exports.file = __filename;',
) {
  const folder = useTmp();
  const file = join(folder, 'program.cjs');
  const cacheFile = join(folder, 'cache', 'program.cache');
  writeFileSync(file, source);
  const handlers = process.listeners('exit');
  /** Loads the file, and writes the cache as the end of the process would. */
  const load = () => {
    const exports = requireCached(file, cacheFile, require) as {
      answer(): number;
      path: unknown;
      file: string;
    };
    const writers = process.listeners('exit').filter((listener) => !handlers.includes(listener));
    for (const write of writers) {
      process.off('exit', write);
      write(0);
    }
    return { exports, wrote: writers.length > 0 };
  };
  return { folder, file, cacheFile, load };
}

test('the first run leaves a cache, and the second one uses it', () => {
  const { file, cacheFile, load } = useProgram();
  const first = load();
  expect(first.exports.answer()).toBe(42);
  expect(first.exports.path).toBe(require('node:path'));
  expect(first.exports.file).toBe(file);
  expect(first.wrote).toBe(true);
  const cached = readFileSync(cacheFile);
  const second = load();
  expect(second.exports.answer()).toBe(42);
  expect(second.wrote).toBe(false);
  expect(readFileSync(cacheFile)).toEqual(cached);
});

test('a program that has changed is never run from the old cache', () => {
  const { file, load } = useProgram('exports.answer = () => 41;');
  load();
  writeFileSync(file, 'exports.answer = () => 43;');
  const { exports, wrote } = load();
  expect(exports.answer()).toBe(43);
  expect(wrote).toBe(true);
});

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 10)],
  [
    'altered',
    (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]),
  ],
  ['empty', () => Buffer.alloc(0)],
])('a cache that is %s is made anew', (_what, damage) => {
  const { cacheFile, load } = useProgram();
  load();
  writeFileSync(cacheFile, damage(readFileSync(cacheFile)));
  const { exports, wrote } = load();
  expect(exports.answer()).toBe(42);
  expect(wrote).toBe(true);
  expect(load().wrote).toBe(false);
});

test('without a place for the cache the program runs all the same', () => {
  const { folder, load } = useProgram();
  writeFileSync(join(folder, 'cache'), 'a file where the folder should be');
  expect(load().exports.answer()).toBe(42);
  expect(readdirSync(folder).sort()).toEqual(['cache', 'program.cjs']);
});

test('a cache that cannot be put in its place leaves nothing beside it', () => {
  const { cacheFile, load } = useProgram();
  mkdirSync(join(cacheFile, 'a folder that is not empty'), { recursive: true });
  expect(load().exports.answer()).toBe(42);
  expect(readdirSync(join(cacheFile, '..'))).toEqual(['program.cache']);
});

test('two processes at once do not spoil it for each other', () => {
  const { cacheFile, load } = useProgram();
  mkdirSync(join(cacheFile, '..'));
  writeFileSync(`${cacheFile}.${process.pid}`, 'of another process with the same id');
  expect(load().exports.answer()).toBe(42);
  expect(readdirSync(join(cacheFile, '..'))).toEqual([`program.cache.${process.pid}`]);
});

test.each([
  ['linux', {}, '/home/ann/.cache/studio-bridge'],
  ['linux', { XDG_CACHE_HOME: '/var/ann' }, '/var/ann/studio-bridge'],
  ['darwin', {}, '/home/ann/Library/Caches/studio-bridge'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/studio-bridge/Cache'],
  ['win32', {}, '/home/ann/AppData/Local/studio-bridge/Cache'],
] as const)('on %s with %j it is in %s', (platform, env, folder) => {
  expect(cacheFolder({ platform, env, home: '/home/ann' })).toBe(folder);
});
