// A script as it is sent to Open Cloud: with what surrounds it there. The script begins on the first line of the chunk, so
// that the lines in its errors are its own.
import files from 'luau-tree:./cloud-task';
import { chunkLines } from '../luau-chunk.js';

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
}

export function cloudTaskScript(source: string, order: TaskOrder): string {
  const lines = [`local main = function(...) ${source}`, 'end', ...chunkLines(files, order)];
  return [...lines, 'return import("main")(main, ...)'].join('\n');
}
