// `script grep`: lines of all scripts.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { cursorInput, restText } from '../../../command/instances/look.js';
import { toWirePath } from '../../../command/instances/wire-path.js';
import { defineAction } from '../../../protocol/define-action.js';
import type { ExitCode } from '../../../protocol/error-catalog.js';
import { wireObject } from '../../../protocol/wire-object.js';
import { shownName } from '../../../support/shown-text.js';
import source from './grep.luau';

const MAX_SECONDS = 20;
const texts = z.pipe(
  z.transform((value) => value ?? []),
  z.array(z.string()),
);

export const grepScripts = defineAction({
  request: 'grepScripts',
  response: 'grepScriptsResult',
  capability: 'registerAction',
  timeoutMs: 30_000,
  readOnly: true,
  payload: wireObject({
    text: z.string(),
    path: z.string(),
    isPattern: z.boolean(),
    ignoreCase: z.boolean(),
    context: z.number(),
    limit: z.number(),
    cursor: z.optional(z.string()),
    maxSeconds: z.number(),
  }),
  result: wireObject({
    matches: z.array(
      wireObject({
        path: z.string(),
        className: z.string(),
        line: z.number(),
        column: z.number(),
        length: z.number(),
        text: z.string(),
        isDraft: z.boolean(),
        before: texts,
        after: texts,
      }),
    ),
    scripts: z.number(),
    scriptsWithMatches: z.number(),
    total: z.optional(z.number()),
    truncated: z.boolean(),
    exhausted: z.optional(z.enum(['nodes', 'bytes', 'seconds'])),
    nextCursor: z.optional(z.string()),
  }),
  source,
});

export const scriptGrep = defineCommand({
  name: ['script', 'grep'],
  summary: 'Search the source of all scripts',
  description:
    'A text is searched as it is; with --pattern it is a Luau pattern. Exit code 1 if nothing is found.',
  examples: [
    { line: `script grep 'require(script.Parent'`, about: 'Find a text' },
    {
      line: `script grep --pattern 'task%.wait%(%d+%)' --in ServerScriptService -C 2`,
      about: 'Find a pattern',
    },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: ['text'],
  tool: { isDefault: true },
  flags: { in: { value: 'path' }, ignoreCase: { short: 'i' }, around: { short: 'C', value: 'lines' } },
  input: z.strictObject({
    text: z.string().check(z.minLength(1), z.describe('What to search for')),
    in: z._default(z.string().check(z.describe('Where to search: this instance and what is in it')), 'game'),
    pattern: z._default(z.boolean().check(z.describe('The text is a Luau pattern')), false),
    ignoreCase: z._default(z.boolean().check(z.describe('Do not tell large letters from small ones')), false),
    around: z._default(z.int().check(z.minimum(0), z.describe('Lines to show before and after each')), 0),
    limit: z._default(z.int().check(z.minimum(1), z.describe('The most lines to show at once')), 200),
    cursor: z.optional(cursorInput),
  }),
  run({ text, in: path, pattern, ignoreCase, around, limit, cursor }, { session, signal, options }) {
    return session.invokeAsync(
      grepScripts,
      {
        text,
        path: toWirePath(path),
        isPattern: pattern,
        ignoreCase,
        context: around,
        limit,
        cursor,
        maxSeconds: MAX_SECONDS,
      },
      { signal, timeoutMs: options.timeoutMs },
    );
  },
  format(result) {
    if (result.matches.length === 0) return `Nothing was found in ${result.scripts} scripts.`;
    const lines = result.matches.flatMap(({ path, line, text, before, after }) => [
      ...before.map((other, at) => `${shownName(path)}:${line - before.length + at}- ${other}`),
      `${shownName(path)}:${line}: ${text}`,
      ...after.map((other, at) => `${shownName(path)}:${line + 1 + at}- ${other}`),
      ...(before.length + after.length > 0 ? ['--'] : []),
    ]);
    const rest = restText(result).replace('instances', 'lines');
    return [...lines, ...(rest === '' ? [] : [rest])].join('\n');
  },
  exitCode: ({ matches, truncated }): ExitCode => (matches.length > 0 || truncated ? 0 : 1),
});
