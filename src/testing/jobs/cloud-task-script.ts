// A script as it is sent to Open Cloud: with what surrounds it there. The script begins on the first line of the chunk, so
// that the lines in its errors are its own.
import files from 'luau-tree:./cloud-task';
import { chunkLines } from '../runner/luau-chunk.js';
import update from '../watch/updateScripts.luau';
import type { ScriptChange } from './job-context.js';

export interface TaskOrder {
  /** What only this task's own lines have in them. */
  readonly nonce: string;
  /** What lines of the script begin with that are no output. */
  readonly mark?: string | undefined;
  /** The only version of the place that the script may run on. */
  readonly version?: number | undefined;
  /** How long the script may take. */
  readonly seconds: number;
  /** The sorted map that takes output while the script runs. */
  readonly stream?: string | undefined;
  /** What scripts of the place are to be before anything runs; `input`: it is in the binary input. */
  readonly changes?: readonly ScriptChange[] | 'input' | undefined;
}

export function cloudTaskScript(source: string, order: TaskOrder): string {
  const parts = order.changes === undefined ? files : { ...files, update };
  const lines = [`local main = function(...) ${source}`, 'end', ...chunkLines(parts, order)];
  return [...lines, 'return import("main")(main, ...)'].join('\n');
}
