// A script as it is sent to Open Cloud: with what surrounds it there. All of that comes before the script, on its first line:
// so the lines in its errors are its own, and no block that is left open reaches into anything else.
import files from 'luau-tree:./cloud-task';
import { chunkLine } from '../runner/luau-chunk.js';
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
  const around = `${chunkLine(parts, order)} return import("main")(debug.info(1, "f"), ...)`;
  const mark = `_G["${order.nonce}"]`;
  // The chunk calls itself: the first time it is what surrounds the script, the second time the script.
  return `if not ${mark} then ${mark} = true ${around} end ${mark} = nil; ${source}`;
}
