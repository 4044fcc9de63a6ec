// What is watched: the files that a place is made of, and which script each of them is.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadScriptFilesAsync } from '../source-maps/script-files.js';
import type { ScriptFiles } from '../source-maps/script-locations.js';
import type { ScriptText } from './affected-specs.js';

const PROJECT_END = '.project.json';

export interface WatchSubject {
  /** Files and folders; a change of anything else means nothing. */
  readonly used: ReadonlySet<string>;
  /** Which file each script came from, by its full name; empty where that is not known. */
  readonly scripts: ScriptFiles;
}

/** @throws BridgeError PLACE_NOT_READABLE, which names the file that is wrong. */
export async function readSubjectAsync(
  place: string,
  folder: string,
  script: string | undefined,
): Promise<WatchSubject> {
  const also = script === undefined ? [] : [resolve(folder, script)];
  const path = resolve(folder, place);
  if (place.endsWith(PROJECT_END)) {
    const { openProject } = await import('../../emulator/places/index.js');
    const { used, scripts } = openProject(path);
    return { used: new Set([...used, ...also]), scripts };
  }
  const scripts = (await loadScriptFilesAsync(place, folder)) ?? new Map<string, string>();
  return { used: new Set([path, ...also]), scripts };
}

export function scriptTexts({ scripts }: WatchSubject): ScriptText[] {
  return [...scripts].flatMap(([name, file]) => {
    try {
      return [{ name, text: readFileSync(file, 'utf8') }];
    } catch {
      return [];
    }
  });
}
