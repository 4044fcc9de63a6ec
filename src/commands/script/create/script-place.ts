// Where a new script goes: people name scripts by their paths everywhere else, and names may have dots in them, too.
import type { CommandFiles } from '../../../command/command-context.js';
import { nameOfSegment, splitPath, toWirePath } from '../../../command/instances/wire-path.js';
import { type Script, scriptHintAsync } from '../../../command/scripts/script-source.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { readShown, shownName } from '../../../support/shown-text.js';

const DEFAULT_PARENT = 'ServerScriptService';

interface Given {
  readonly name: string;
  readonly in?: string | undefined;
}

export function placeOf({ name, in: parent }: Given): { parent: string; name: string } {
  if (parent !== undefined || !name.includes('.')) {
    return { parent: toWirePath(parent ?? DEFAULT_PARENT), name };
  }
  const split = splitPath(name);
  if (split.name === '') {
    throw new BridgeError('USAGE', `The path ${shownName(name)} ends in a dot, so the script has no name.`);
  }
  return {
    parent: toWirePath(split.parent === '' ? DEFAULT_PARENT : split.parent),
    name: nameOfSegment(readShown(split.name)),
  };
}

/** The error with the next step that fits what was given. */
export async function withHintAsync(
  error: unknown,
  { name, in: parent }: Given,
  script: Script,
  files: CommandFiles,
): Promise<unknown> {
  if (!(error instanceof BridgeError)) return error;
  const hint = error.code === 'SCRIPT_LOAD_ERROR' ? await scriptHintAsync(script, files) : undefined;
  if (hint !== undefined) return error.withHint(hint);
  if (error.code !== 'INSTANCE_NOT_FOUND' || parent !== undefined) return error;
  return error.withHint(
    `What stands before the last dot is where it goes. Where the dot is part of the name: --in ${DEFAULT_PARENT} ${shownName(name)}`,
  );
}
