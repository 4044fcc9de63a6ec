// Where a script comes from, for every command that runs one: the argument, standard input or a file.
import { basename } from 'node:path';
import * as z from 'zod/mini';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { CommandFiles } from '../command-context.js';
import { fileHintAsync } from '../meant-file.js';

export interface Script {
  readonly text: string;
  /** What errors and tracebacks call it. */
  readonly chunkName: string;
  /** It was typed as an argument, and may have been meant as the name of a file. */
  readonly isArgument?: true;
}

export const scriptInput = {
  code: z.optional(z.string().check(z.describe('Luau source, or - to read it from standard input'))),
  file: z.optional(z.string().check(z.describe('Path to a Luau script file'))),
};

export async function readScriptAsync(
  { code, file }: { code?: string | undefined; file?: string | undefined },
  files: CommandFiles,
): Promise<Script> {
  if (code !== undefined && file !== undefined) {
    throw new BridgeError('USAGE', 'Two scripts are given, one as an argument and one by --file.', {
      hint: 'Leave one of them out.',
    });
  }
  if (file !== undefined) return { text: await files.readTextAsync(file), chunkName: basename(file) };
  if (code === '-') return { text: await files.readStandardInputAsync(), chunkName: 'stdin' };
  if (code !== undefined) return { text: code, chunkName: 'exec', isArgument: true };
  throw new BridgeError('USAGE', 'No script is given.', {
    hint: 'Give Luau source as the argument, a path by --file, or - to read it from standard input.',
  });
}

/** For a script that does not compile. */
export async function scriptHintAsync(
  { text, isArgument }: Script,
  files: CommandFiles,
): Promise<string | undefined> {
  return isArgument ? await fileHintAsync(text, /\.luau?$/, files) : undefined;
}
