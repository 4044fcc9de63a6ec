// What a script that is the test is called in errors, and how to find its file by that again.
import { basename, resolve } from 'node:path';
import type { ScriptFiles } from './script-locations.js';

/** Of a script that is in no file. */
const SCRIPT_TEXT = 'script-text';

export function scriptName(file: string | undefined): string {
  return file === undefined ? SCRIPT_TEXT : basename(file);
}

/** The scripts of a place, and this one. */
export function withScript(
  files: ScriptFiles | undefined,
  script: string | undefined,
  folder: string,
): ScriptFiles | undefined {
  if (script === undefined) return files;
  return new Map([...(files ?? []), [scriptName(script), resolve(folder, script)]]);
}
