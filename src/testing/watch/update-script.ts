// The script that gives other scripts of a place a new source, before any of them has run.
import { chunkLines } from '../runner/luau-chunk.js';
import update from './updateScripts.luau';

/** Its result is true, or false where one of them is not there as it was. */
export function updateScript(changes: readonly { readonly name: string; readonly source: string }[]): string {
  return [...chunkLines({ update }, { changes }), 'return import("update")'].join('\n');
}
