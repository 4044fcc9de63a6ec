// Where in the user's files something happened that Luau tells by a script's full name and a line.
import type { SourcePlace } from '../results/run-report.js';

/** Which file each script came from, by its full name. */
export type ScriptFiles = ReadonlyMap<string, string>;

/** Parts of a message that may stand before a script's name. */
const BEFORE_NAME = /[\s"'`([{<>=,;]/;
/** Folders whose code is somebody else's. */
const FOREIGN = /(^|[/\\])(node_modules|Packages|DevPackages|ServerPackages|_Index|roblox_packages)[/\\]/;
/** What roblox-ts puts beside the user's code. */
const RUNTIME = /(^|[/\\])include[/\\](RuntimeLib|Promise)\.luau?$/;

export const isForeign = (file: string): boolean => FOREIGN.test(file) || RUNTIME.test(file);

/** Each `Full.Name:12` in a text whose script is known, in order. */
export function locationsIn(text: string, files: ScriptFiles): SourcePlace[] {
  const found: SourcePlace[] = [];
  for (const line of text.split('\n')) {
    for (const match of line.matchAll(/:(\d+)/g)) {
      const file = fileNamedAtEndOf(line.slice(0, match.index), files);
      if (file !== undefined) found.push({ file, line: Number(match[1]) });
    }
  }
  return found;
}

/** Where the user wants to look first: their own code before that of libraries. */
export function locationOf(text: string, files: ScriptFiles): SourcePlace | undefined {
  const all = locationsIn(text, files);
  return all.find(({ file }) => !isForeign(file)) ?? all[0];
}

/** Names may have blanks in them, so every beginning is tried, the longest first. */
function fileNamedAtEndOf(text: string, files: ScriptFiles): string | undefined {
  for (let start = 0; start < text.length; start++) {
    if (start > 0 && !BEFORE_NAME.test(text[start - 1] ?? '')) continue;
    const name = text.slice(start);
    const file = files.get(name) ?? files.get(`game.${name}`);
    if (file !== undefined) return file;
  }
  return undefined;
}
