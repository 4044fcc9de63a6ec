// Where the compiled code of built files is kept between runs: with Node's own cache where it has one, else with ours.
import { basename, join } from 'node:path';
import { cacheFolder, requireCached } from './code-cache.js';
import { homeFolder } from './home-folder.js';
import { operatingSystem } from './operating-system.js';

const FIRST_THAT_KEEPS = 22;

/** What has run already, as `require` itself has it. */
const loaded = new Map<string, unknown>();

/** What a run is mostly about. */
export type CodeVariant = 'plain' | 'studio' | 'tests' | 'stand-in';

/**
 * Runs a CommonJS file and gives back its exports. What is kept is what the first run compiled; runs that differ much
 * from it do better with a `variant` of their own.
 */
export function requireKept(file: string, require: NodeJS.Require, variant: CodeVariant = 'plain'): unknown {
  if (!loaded.has(file)) loaded.set(file, load(file, require, variant));
  return loaded.get(file);
}

function load(file: string, require: NodeJS.Require, variant: CodeVariant): unknown {
  const folder = findCacheFolder();
  if (folder === undefined) return require(file);
  if (nodeKeepsCode(folder, require)) return require(file);
  const name = `${basename(file, '.cjs')}-${variant}-${process.version}-${process.arch}.cache`;
  return requireCached(file, join(folder, name), require);
}

/** True where Node has a cache of its own, which is on from then. */
function nodeKeepsCode(folder: string, require: NodeJS.Require): boolean {
  // Where there is surely none, looking into the module would cost its loading.
  if (Number.parseInt(process.versions.node, 10) < FIRST_THAT_KEEPS) return false;
  const { enableCompileCache } = require('node:module') as {
    enableCompileCache?: (folder: string) => unknown;
  };
  enableCompileCache?.(folder);
  return enableCompileCache !== undefined;
}

/** Where this user's caches are; undefined for nowhere. Node's own switch for its own cache counts for these too. */
export function findCacheFolder(): string | undefined {
  if (process.env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  try {
    const home = homeFolder();
    return home === undefined
      ? undefined
      : cacheFolder({ platform: operatingSystem(), env: process.env, home });
  } catch {
    return undefined;
  }
}
