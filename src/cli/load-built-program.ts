// The way from the entry to the program once both are built: its own file, with its compiled code from the last run.
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, requireCached } from './code-cache.js';

const PROGRAM = 'cli-program.cjs';

export async function loadProgramAsync(): Promise<typeof import('./program.js')> {
  const file = join(__dirname, PROGRAM);
  const folder = findCacheFolder();
  if (folder === undefined) return require(file);
  if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') {
    nodeModule.enableCompileCache(folder);
    return require(file);
  }
  const name = `cli-program-${process.version}-${process.arch}.cache`;
  return requireCached(file, join(folder, name), require) as typeof import('./program.js');
}

/** Node's own switch for its own cache counts for this one too. */
function findCacheFolder(): string | undefined {
  if (process.env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  try {
    return cacheFolder({ platform: process.platform, env: process.env, home: homedir() });
  } catch {
    return undefined;
  }
}
