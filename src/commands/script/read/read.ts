// `script read`: the text of a script, also of one that is open and not saved.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { toWirePath } from '../../../command/instances/wire-path.js';
import { bytesOf, formatValue } from '../../../command/text/value-text.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { defineAction } from '../../../protocol/define-action.js';
import { serializedValue } from '../../../protocol/values.js';
import { wireObject } from '../../../protocol/wire-object.js';
import source from './read.luau';

const MAX_BYTES = 4 * 1024 * 1024;

export const readScript = defineAction({
  request: 'readScript',
  response: 'readScriptResult',
  capability: 'registerAction',
  timeoutMs: 10_000,
  readOnly: true,
  payload: wireObject({
    path: z.string(),
    from: z.optional(z.number()),
    to: z.optional(z.number()),
    maxBytes: z.number(),
  }),
  result: wireObject({
    path: z.string(),
    className: z.string(),
    /** A text, or bytes where it is not UTF-8. */
    source: serializedValue,
    from: z.number(),
    to: z.number(),
    totalLines: z.number(),
    totalBytes: z.number(),
    /** It is open in Studio and differs from what is saved. */
    isDraft: z.boolean(),
    truncated: z.boolean(),
    nextLine: z.optional(z.number()),
  }),
  source,
});

export const scriptRead = defineCommand({
  name: ['script', 'read'],
  summary: 'Show the source of a script',
  description: 'Of a script that is open in Studio, the text of the editor is shown, saved or not.',
  examples: [
    { line: 'script read ServerScriptService.Main', about: 'See a whole script' },
    { line: 'script read ServerScriptService.Main --from 10 --to 40', about: 'See some of its lines' },
    { line: 'script read ServerScriptService.Main --output main.luau', about: 'Write it to a file' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: ['path'],
  tool: { isDefault: true },
  input: z.strictObject({
    path: z.string().check(z.describe('Dot path of the script')),
    from: z.optional(z.int().check(z.minimum(1), z.describe('First line'))),
    to: z.optional(z.int().check(z.minimum(1), z.describe('Last line'))),
    numbers: z._default(z.boolean().check(z.describe('Number the lines')), false),
  }),
  async prepare({ from = 1, to }) {
    if (to === undefined || from <= to) return;
    throw new BridgeError('USAGE', `There are no lines from ${from} to ${to}.`, {
      hint: `Did you mean --from ${to} --to ${from}?`,
    });
  },
  async run({ path, from, to, numbers }, { session, signal, options }) {
    const result = await session.invokeAsync(
      readScript,
      { path: toWirePath(path), from, to, maxBytes: MAX_BYTES },
      { signal, timeoutMs: options.timeoutMs },
    );
    return { ...result, numbered: numbers };
  },
  format({ source: value, from, to, totalLines, truncated, nextLine, numbered }) {
    const text = typeof value === 'string' ? value : formatValue(value);
    const width = String(to).length;
    const lines = numbered
      ? text.split('\n').map((line, at) => `${String(from + at).padStart(width)}  ${line}`)
      : [text];
    if (truncated) lines.push(`… not everything of ${totalLines} lines. Go on with --from ${nextLine}`);
    return lines.join('\n');
  },
  binary: ({ source: value }) => bytesOf(value),
});
