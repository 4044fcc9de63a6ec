// `console logs`: what Studio's output window showed, and what it shows from now on.
import * as z from 'zod/mini';
import type { SessionContext } from '../../../command/command-context.js';
import { defineCommand } from '../../../command/define-command.js';
import { type FoldedEntry, foldLogs } from '../../../command/text/fold-logs.js';
import { defineAction } from '../../../protocol/define-action.js';
import { logEntry, outputLevel } from '../../../protocol/log-entry.js';
import { wireObject } from '../../../protocol/wire-object.js';
import { followLogsAsync } from './follow-logs.js';
import { isWanted, type LogFilter, lineText, patternOf } from './log-lines.js';
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
  result: wireObject({ entries: z.array(logEntry), total: z.number(), bufferCapacity: z.number() }),
  source,
});

const input = z.strictObject({
  count: z._default(z.int().check(z.minimum(1), z.describe('How many lines')), 50),
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

type Input = z.output<typeof input>;

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
    if (!wanted.follow) return await queryAsync(wanted, filter, context);
    const first = { ...wanted, raw: true };
    await followLogsAsync(filter, context, async () => (await queryAsync(first, filter, context)).entries);
    return undefined;
  },
  format: (result) => result?.entries.map(lineText).join('\n') ?? '',
});

/** As many as a plugin keeps: what is chosen here has to be chosen from all of them. */
const ALL_LINES = 1000;

async function queryAsync(
  { count, direction, since, raw, follow }: Input,
  filter: LogFilter,
  { session, signal, options }: SessionContext,
) {
  const isChosen = filter.match !== undefined || filter.levels.length > 0;
  const asksPlugin = raw && filter.match === undefined && !follow;
  const payload = {
    count: isChosen && !asksPlugin ? ALL_LINES : count,
    direction,
    includeInternal: filter.includeInternal,
    ...(asksPlugin && filter.levels.length > 0 ? { levels: [...filter.levels] } : {}),
    ...(since === undefined ? {} : { since }),
  };
  const result = await session.invokeAsync(queryLogs, payload, { signal, timeoutMs: options.timeoutMs });
  const folded: FoldedEntry[] = raw ? result.entries : foldLogs(result.entries);
  // What follows is chosen as it is shown, because the stack of an error goes with it.
  const wanted = follow ? folded : folded.filter((entry) => isWanted(entry, filter));
  return { ...result, entries: direction === 'head' ? wanted.slice(0, count) : wanted.slice(-count) };
}
