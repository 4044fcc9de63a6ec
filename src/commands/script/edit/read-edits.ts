// The edits that the flags stand for, refused in words where they contradict each other.
import * as z from 'zod/mini';
import type { CommandFiles } from '../../../command/command-context.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { problemOf } from '../../../protocol/schema-demand.js';

export interface Edit {
  readonly old: string;
  readonly new: string;
  readonly all?: boolean | undefined;
}

export type Edits = { readonly source: string } | { readonly edits: Edit[] };

interface Flags {
  readonly old?: string | undefined;
  readonly new?: string | undefined;
  readonly all: boolean;
  readonly edits?: string | undefined;
  readonly file?: string | undefined;
}

const editList = z
  .array(
    z.strictObject({
      old: z.string().check(z.minLength(1)),
      new: z.string(),
      all: z.optional(z.boolean()),
    }),
  )
  .check(z.minLength(1));

export async function readEditsAsync(flags: Flags, files: CommandFiles): Promise<Edits> {
  const { old, new: replacement, all, edits, file } = flags;
  const ways = [old !== undefined || replacement !== undefined, edits !== undefined, file !== undefined];
  if (ways.filter(Boolean).length !== 1) {
    throw new BridgeError('USAGE', 'The edit has to be given in one way.', {
      hint: 'Give --old and --new, or --edits, or --file.',
    });
  }
  if (file !== undefined) {
    return { source: file === '-' ? await files.readStandardInputAsync() : await files.readTextAsync(file) };
  }
  if (edits !== undefined) return { edits: readList(edits) };
  if (!old || replacement === undefined) {
    throw new BridgeError('USAGE', '--old and --new belong together, and --old must not be empty.');
  }
  return { edits: [{ old, new: replacement, all }] };
}

function readList(text: string): Edit[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BridgeError('USAGE', '--edits has to be JSON.', { cause: error });
  }
  const parsed = editList.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new BridgeError('USAGE', `--edits is not right: ${problemOf(parsed.error.issues[0])}.`);
}
