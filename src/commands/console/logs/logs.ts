// `console logs`: what Studio's output window showed, and what it shows from now on.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { defineAction } from '../../../protocol/define-action.js';
import { logEntry, outputLevel } from '../../../protocol/log-entry.js';
import { wireObject } from '../../../protocol/wire-object.js';
import { chooseLogs, requestOf, shortfallOf, shortfallText } from './choose-logs.js';
import { followLogsAsync } from './follow-logs.js';
import { type LogFilter, lineText, patternOf } from './log-lines.js';
import source from './logs.luau';

export const queryLogs = defineAction({
  request: 'queryLogs',
  response: 'logsResult',
  capability: 'queryLogs',
  timeoutMs: 5_000,
  readOnly: true,
  payload: wireObject({
    count: z.optional(z.number()),
    direction: z.optional(z.enum(['head', 'tail'])),
    levels: z.optional(z.array(outputLevel)),
    includeInternal: z.optional(z.boolean()),
    /** Only lines after the one with this `seq`. */
    since: z.optional(z.number()),
  }),
  result: wireObject({
    entries: z.array(logEntry),
    total: z.number(),
    bufferCapacity: z.number(),
    /** Of the oldest line that is kept. */
    oldestSeq: z.optional(z.number()),
    lastSeq: z.optional(z.number()),
    /** Lines that were asked for were left out, because one answer cannot hold them. */
    truncated: z.optional(z.boolean()),
  }),
  source,
});

/** Four megabytes of lines take a busy Studio longer than a state does. */
const ANSWER_MS = 15_000;

const input = z.strictObject({
  count: z.optional(
    z.int().check(z.minimum(1), z.describe('How many lines (default: 50; with --since, all of them)')),
  ),
  direction: z._default(
    z.enum(['head', 'tail']).check(z.describe('The oldest lines that are kept, or the newest')),
    'tail',
  ),
  levels: z._default(z.array(outputLevel).check(z.describe('Only lines of these levels')), []),
  all: z._default(z.boolean().check(z.describe("Also the plugin's own lines")), false),
  includeInternal: z._default(z.boolean().check(z.describe('The same as --all')), false),
  since: z.optional(
    z.int().check(z.minimum(0), z.describe('Only lines after the one with this number (seq in JSON)')),
  ),
  match: z.optional(z.string().check(z.describe('Only lines that this regular expression is found in'))),
  raw: z._default(
    z.boolean().check(z.describe('Every line as it was printed: no stacks merged, no repeats counted')),
    false,
  ),
  follow: z._default(z.boolean().check(z.describe('Stay, and show each line as it is printed')), false),
});

export const consoleLogs = defineCommand({
  name: ['console', 'logs'],
  summary: 'Show the output of a Studio',
  description:
    'The plugin keeps the last thousand lines. The stack of an error is shown with it, and a line that comes again\n' +
    'and again is shown once, with its number. With --follow the command stays until it is interrupted, through\n' +
    'reconnects and changes of the host; lines that it missed meanwhile are named by their numbers.',
  examples: [
    { line: 'console logs', about: 'See the last lines' },
    { line: 'console logs --count 100 --direction head', about: 'See the oldest lines that are kept' },
    { line: 'console logs --levels Error,Warning --follow', about: 'Watch for errors and warnings' },
    {
      line: `console logs --match 'Player\\d+' --json`,
      about: 'Get the lines that name a player, for a program',
    },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  aliases: ['logs'],
  tool: { isDefault: true, without: ['includeInternal', 'follow'] },
  flags: {
    count: { short: 'n' },
    direction: { short: 'd', value: 'end' },
    levels: { short: 'l', value: 'levels' },
    since: { value: 'seq' },
    match: { short: 'm', value: 'pattern' },
  },
  input,
  prepare: async ({ match }) => (match === undefined ? undefined : patternOf(match)),
  async run(wanted, context, match) {
    const { levels, all, includeInternal, raw } = wanted;
    const filter: LogFilter = { levels, includeInternal: all || includeInternal, match, raw };
    const askAsync = async () =>
      await context.session.invokeAsync(queryLogs, requestOf(wanted, filter), {
        signal: context.signal,
        timeoutMs: context.options.timeoutMs ?? ANSWER_MS,
      });
    if (wanted.follow) {
      await followLogsAsync(filter, context, wanted, askAsync);
      return undefined;
    }
    const kept = await askAsync();
    const entries = chooseLogs(kept, wanted, filter);
    return { ...kept, entries, ...shortfallOf(kept, wanted, entries.length) };
  },
  format: (result) => (result ? [...result.entries.map(lineText), ...shortfallText(result)].join('\n') : ''),
});
