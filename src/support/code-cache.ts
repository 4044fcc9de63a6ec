// Keeps what V8 made of a file from one run to the next: compiling takes a fifth of a short command's time. Newer
// versions of Node bring such a cache; for those that do not, this is one.
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { makeFolder } from './make-folder.js';

export interface CachePlace {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** A folder that only this user can write, because what is in it is run. */
export function cacheFolder({ platform, env, home }: CachePlace): string {
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'studio-bridge', 'Cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'studio-bridge');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'studio-bridge');
}

/** Runs a CommonJS file, written in ASCII, and gives back its exports; its compiled code is taken from `cacheFile` or put there. */
export function requireCached(file: string, cacheFile: string, require: NodeJS.Require): unknown {
  const source = readFileSync(file);
  const cachedData = readCache(cacheFile, source);
  // As what it is, plain ASCII: to look for longer characters would take milliseconds.
  const text = source.toString('latin1');
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
  const script = new Script(wrapped, { filename: file, ...(cachedData ? { cachedData } : {}) });
  const module = { exports: {} };
  script.runInThisContext().call(module.exports, module.exports, require, module, file, dirname(file));
  // At the end, when all that this run needed has been compiled.
  if (!cachedData || script.cachedDataRejected)
    process.once('exit', () => writeCache(cacheFile, source, script));
  return module.exports;
}

/**
 * A cache holds the source that it was made from, and the code twice: V8 itself would run damaged code, and to compare
 * takes less time than to load what could compute a checksum.
 */
function readCache(cacheFile: string, source: Buffer): Buffer | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(cacheFile);
  } catch {
    return undefined;
  }
  const middle = source.length + (bytes.length - source.length) / 2;
  const code = bytes.subarray(source.length, middle);
  const isOurs = code.length > 0 && source.equals(bytes.subarray(0, source.length));
  return isOurs && code.equals(bytes.subarray(middle)) ? code : undefined;
}

/** Where it cannot be written, everything works as it did, only no faster. */
function writeCache(cacheFile: string, source: Buffer, script: Script): void {
  const aside = `${cacheFile}.${process.pid}`;
  let fd: number;
  try {
    makeFolder(dirname(cacheFile), 0o700);
    fd = openSync(aside, 'wx', 0o600);
  } catch {
    return;
  }
  try {
    const data = script.createCachedData();
    for (const part of [source, data, data]) writeSync(fd, part);
    closeSync(fd);
    renameSync(aside, cacheFile);
  } catch {
    // On a full disk every run would leave one more.
    rmSync(aside, { force: true });
  }
}
