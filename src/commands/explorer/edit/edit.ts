// `explorer edit`: a list of changes, made together or not at all.
import * as z from 'zod/mini';
import type { CommandFiles } from '../../../command/command-context.js';
import { defineCommand } from '../../../command/define-command.js';
import { dryRunField } from '../../../command/instances/change-input.js';
import { type Change, changeAsync, changesText } from '../../../command/instances/changes.js';
import { fileHintAsync } from '../../../command/meant-file.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { readChanges } from './read-changes.js';

export const explorerEdit = defineCommand({
  name: ['explorer', 'edit'],
  summary: 'Make many changes together, or none',
  description:
    'The changes are a JSON list: { "op": "set", "path", "properties", "attributes", "tags", "untag" }, "create" with\n' +
    '"className", "parent" and "name", "move" and "clone" with "path" and "parent", "delete" with "path". An "id" names\n' +
    'what a change makes, for later ones, which write it $id. All are one step of the undo history.',
  examples: [
    {
      line: 'explorer edit --file changes.json --dry-run',
      about: 'See what a file of changes would come to',
    },
    {
      line: `explorer edit '[{"op":"set","path":"Workspace.Part","properties":{"Size":[4,1,2]}}]'`,
      about: 'Give the changes at once',
    },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  tool: {
    fields: {
      changes:
        'JSON list of {op: set|create|delete|move|clone, path, …}: set has properties, attributes, tags; create className, parent, name; move and clone parent. An id names what is made, for later ones as $id',
    },
  },
  positionals: ['changes'],
  flags: { file: { short: 'f', value: 'path', isPath: true } },
  input: z.strictObject({
    changes: z.optional(
      z.string().check(z.describe('The changes as JSON, or - to read them from standard input')),
    ),
    file: z.optional(z.string().check(z.describe('A JSON file with the changes'))),
    label: z._default(z.string().check(z.describe('What the step is called in the undo history')), 'Edit'),
    dryRun: dryRunField,
  }),
  async prepare({ changes, file }, { files }) {
    if ((changes === undefined) === (file === undefined)) {
      throw new BridgeError('USAGE', 'The changes have to be given once: as the argument or by --file.');
    }
    if (file !== undefined) return readChanges(await files.readTextAsync(file), file);
    if (changes === '-') return readChanges(await files.readStandardInputAsync(), 'standard input');
    return await readArgumentAsync(changes ?? '', files);
  },
  run: ({ dryRun, label }, context, changes) => changeAsync(changes, { dryRun, label }, context),
  format: changesText,
});

async function readArgumentAsync(text: string, files: CommandFiles): Promise<Change[]> {
  try {
    return readChanges(text, 'the argument');
  } catch (error) {
    const hint = await fileHintAsync(text, /\.json$/, files);
    if (hint === undefined || !(error instanceof BridgeError)) throw error;
    throw error.withHint(hint);
  }
}
