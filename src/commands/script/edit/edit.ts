// `script edit`: exact replacements in a script, in its open document if it has one.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { dryRunField } from '../../../command/instances/change-input.js';
import { toWirePath } from '../../../command/instances/wire-path.js';
import { textChange } from '../../../command/sources/text-change.js';
import { defineAction } from '../../../protocol/define-action.js';
import { serializedValue } from '../../../protocol/values.js';
import { wireObject } from '../../../protocol/wire-object.js';
import { shownName } from '../../../support/shown-text.js';
import source from './edit.luau';
import { readEditsAsync } from './read-edits.js';

export const editScript = defineAction({
  request: 'editScript',
  response: 'editScriptResult',
  capability: 'registerAction',
  timeoutMs: 15_000,
  readOnly: false,
  payload: wireObject({
    path: z.string(),
    /** The whole text, instead of edits. */
    source: z.optional(z.string()),
    edits: z.optional(
      z.array(wireObject({ old: z.string(), new: z.string(), all: z.optional(z.boolean()) })),
    ),
    unchecked: z.boolean(),
    dryRun: z.boolean(),
  }),
  result: wireObject({
    path: z.string(),
    applied: z.boolean(),
    undoable: z.boolean(),
    /** It was open with changes that are not saved: they are still there, and its window can take the edit back. */
    isDraft: z.optional(z.boolean()),
    before: serializedValue,
    after: serializedValue,
  }),
  source,
});

export const scriptEdit = defineCommand({
  name: ['script', 'edit'],
  summary: 'Replace text in a script, exactly',
  description:
    'The text to replace has to be in the script once, or --all is given. What comes of it has to compile, or nothing\n' +
    'is written. A script that is open in Studio is edited there, so that nothing typed into it is lost.',
  examples: [
    {
      line: `script edit ServerScriptService.Main --old 'wait(1)' --new 'task.wait(1)' --all`,
      about: 'Replace a text wherever it is',
    },
    {
      line: 'script edit ServerScriptService.Main --file main.luau --dry-run',
      about: 'See what a file would change',
    },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: ['path'],
  tool: { isDefault: true, fields: { file: 'File with the whole new text' } },
  flags: {
    old: { value: 'text' },
    new: { value: 'text' },
    edits: { value: 'json' },
    file: { short: 'f', isPath: true },
  },
  input: z.strictObject({
    path: z.string().check(z.describe('Dot path of the script')),
    old: z.optional(z.string().check(z.describe('Text to replace, as it is in the script'))),
    new: z.optional(z.string().check(z.describe('Text to put there'))),
    all: z._default(z.boolean().check(z.describe('Replace it wherever it is')), false),
    edits: z.optional(
      z.string().check(z.describe('Several replacements as JSON: [{ "old", "new", "all" }], made in order')),
    ),
    file: z.optional(z.string().check(z.describe('File with the whole new text, or - for standard input'))),
    unchecked: z._default(z.boolean().check(z.describe('Write it although it does not compile')), false),
    dryRun: dryRunField,
  }),
  prepare: (input, { files }) => readEditsAsync(input, files),
  async run({ path, unchecked, dryRun }, { session, signal, options }, wanted) {
    const { before, after, ...result } = await session.invokeAsync(
      editScript,
      { path: toWirePath(path), ...wanted, unchecked, dryRun },
      { signal, timeoutMs: options.timeoutMs },
    );
    const isText = typeof before === 'string' && typeof after === 'string';
    return { ...result, change: isText ? textChange(before, after) : '(bytes that are no text)' };
  },
  format({ path, applied, undoable, isDraft, change }) {
    if (change === '') return `${shownName(path)} is so already.`;
    const note = applied
      ? undoable
        ? ''
        : isDraft
          ? 'It is open with changes that are not saved: only its window can take this back.'
          : 'This cannot be undone: there is no history here.'
      : 'Nothing was written: this is what it would come to.';
    return [shownName(path), change, note].filter((line) => line !== '').join('\n');
  },
});
