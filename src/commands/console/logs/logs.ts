// `console logs`: what Studio's output window showed, and what it shows from now on.
import * as z from 'zod/mini';
import type { SessionContext } from '../../../command/command-context.js';
import { defineCommand } from '../../../command/define-command.js';
import { defineAction } from '../../../protocol/define-action.js';
import { logEntry, outputLevel } from '../../../protocol/log-entry.js';
import { wireObject } from '../../../protocol/wire-object.js';
import { followLogsAsync, lineText } from './follow-logs.js';
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
  follow: z._default(z.boolean().check(z.describe('Stay, and show each line as it is printed')), false),
});

type Input = z.output<typeof input>;

export const consoleLogs = defineCommand({
  name: ['console', 'logs'],
  summary: 'Show the output of a Studio',
  description:
    'The plugin keeps the last thousand lines. With --follow the command stays until it is interrupted, through\n' +
    'reconnects and changes of the host; lines that it missed meanwhile are named by their numbers.',
  examples: [
    { line: 'console logs', about: 'See the last lines' },
    { line: 'console logs --count 100 --direction head', about: 'See the oldest lines that are kept' },
    { line: 'console logs --levels Error,Warning --follow', about: 'Watch for errors and warnings' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  aliases: ['logs'],
  flags: {
    count: { short: 'n' },
    direction: { short: 'd', value: 'end' },
    levels: { short: 'l', value: 'levels' },
    since: { value: 'seq' },
  },
  input,
  async run(wanted, context) {
    if (!wanted.follow) return await queryAsync(wanted, context);
    const { levels, all, includeInternal } = wanted;
    const filter = { levels, includeInternal: all || includeInternal };
    await followLogsAsync(filter, context, async () => (await queryAsync(wanted, context)).entries);
    return undefined;
  },
  format: (result) => result?.entries.map(lineText).join('\n') ?? '',
});

function queryAsync(
  { count, direction, levels, all, includeInternal, since }: Input,
  { session, signal, options }: SessionContext,
) {
  const payload = {
    count,
    direction,
    includeInternal: all || includeInternal,
    ...(levels.length === 0 ? {} : { levels }),
    ...(since === undefined ? {} : { since }),
  };
  return session.invokeAsync(queryLogs, payload, { signal, timeoutMs: options.timeoutMs });
}
