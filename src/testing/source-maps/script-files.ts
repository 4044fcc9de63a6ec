// Which file each script of a place came from: a project says so itself, for anything else a `sourcemap.json` beside it
// or where the user is.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readRojoSourceMap } from './rojo-source-map.js';
import type { ScriptFiles } from './script-locations.js';

const PROJECT_END = '.project.json';
const SOURCE_MAP = 'sourcemap.json';

/** Undefined where nothing is known of it. */
export async function loadScriptFilesAsync(place: string, folder: string): Promise<ScriptFiles | undefined> {
  try {
    if (place.endsWith(PROJECT_END)) {
      const { openProject } = await import('../../emulator/places/index.js');
      return openProject(resolve(folder, place)).scripts;
    }
    return readSourceMapIn([dirname(resolve(folder, place)), folder]);
  } catch {
    // What cannot be read now could not be told to the user before; the failures themselves are what counts.
    return undefined;
  }
}

function readSourceMapIn(folders: readonly string[]): ScriptFiles | undefined {
  for (const folder of folders) {
    const path = join(folder, SOURCE_MAP);
    try {
      return readRojoSourceMap(readFileSync(path, 'utf8'), path);
    } catch {
      // Not there, or no source map.
    }
  }
  return undefined;
}
