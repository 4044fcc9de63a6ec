// `wait-for`: until a condition holds, a line is printed, or Studio is in a state.
import * as z from 'zod/mini';
import type { StudioSession } from '../../command/command-context.js';
import { defineCommand } from '../../command/define-command.js';
import { formatValue } from '../../command/text/value-text.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { defineAction } from '../../protocol/define-action.js';
import { logEntry, outputLevel } from '../../protocol/log-entry.js';
import { studioState } from '../../protocol/session-info.js';
import { serializedValue } from '../../protocol/values.js';
import { wireObject } from '../../protocol/wire-object.js';
import { firstSessionAsync } from './first-session.js';
import source from './wait-for.luau';

/** For the way there and back. */
const MARGIN_MS = 10_000;
const LATE_HINT =
  'Give it more time with --limit (and --timeout, if that is shorter), or see whether Studio is busy: studio-bridge process list';

export const waitForAction = defineAction({
  request: 'waitFor',
  response: 'waitForResult',
  capability: 'registerAction',
  timeoutMs: 60_000,
  readOnly: false,
  payload: wireObject({
    condition: z.optional(z.string()),
    log: z.optional(z.string()),
    isPattern: z.optional(z.boolean()),
    levels: z.optional(z.array(outputLevel)),
    since: z.optional(z.number()),
    state: z.optional(studioState),
    seconds: z.number(),
  }),
  result: wireObject({
    /** What the condition came to. */
    value: z.optional(serializedValue),
    entry: z.optional(logEntry),
    state: z.optional(studioState),
    elapsedMs: z.number(),
  }),
  source,
});

export const waitFor = defineCommand({
  name: ['wait-for'],
  section: 'Execution',
  summary: 'Wait until a condition holds, a line is printed, or Studio is in a state',
  description:
    'A condition is a Luau expression, or a chunk that returns a value; until it is true, an error in it counts as not\n' +
    'yet. Lines are those that are printed from now on, or after --since. A state is that of any side of the Studio,\n' +
    'unless --context names one. Exit code 3 when the time is over.',
  examples: [
    { line: `wait-for 'workspace:FindFirstChild("Boss")' --limit 1m`, about: 'Wait for an instance' },
    { line: `wait-for --log 'Server ready' --context server`, about: 'Wait for a line of a play test' },
    { line: 'wait-for --state Play', about: 'Wait until somebody presses Play' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  // A condition is any code.
  readOnly: false,
  tool: {
    fields: {
      condition: 'Luau expression, or a chunk that returns a value; an error in it counts as not yet',
      limit: 'How long to wait, in ms',
    },
  },
  positionals: ['condition'],
  bounds: { pattern: { needs: ['log'] }, levels: { needs: ['log'] }, since: { needs: ['log'] } },
  flags: { log: { value: 'text' }, limit: { value: 'time', isDuration: true }, since: { value: 'seq' } },
  input: z.strictObject({
    condition: z.optional(
      z.string().check(z.minLength(1), z.describe('Luau that comes to something that is not false or nil')),
    ),
    log: z.optional(z.string().check(z.minLength(1), z.describe('Text of a line of output'))),
    pattern: z._default(z.boolean().check(z.describe('That text is a Luau pattern')), false),
    levels: z._default(z.array(outputLevel).check(z.describe('Only lines of these levels')), []),
    since: z.optional(z.int().check(z.minimum(0), z.describe('Also lines after the one with this number'))),
    state: z.optional(studioState.check(z.describe('What Studio is to be doing'))),
    limit: z._default(
      z.int().check(z.minimum(1), z.describe('How long to wait; a shorter --timeout ends it sooner')),
      30_000,
    ),
  }),
  async prepare({ condition, log, state }) {
    if ([condition, log, state].filter((one) => one !== undefined).length === 1) return;
    throw new BridgeError('USAGE', 'One thing has to be waited for.', {
      hint: 'Give a condition, --log or --state.',
    });
  },
  async run({ condition, log, pattern, levels, since, state, limit }, context) {
    const { session, signal, options, clock } = context;
    const deadline = clock.now() + Math.min(limit, options.timeoutMs ?? limit);
    const chosen = levels.length > 0 ? levels : undefined;
    const what = { condition, log, isPattern: pattern, levels: chosen, since, state };
    const askAsync = (one: StudioSession, until: AbortSignal) => {
      const leftMs = Math.max(1, Math.ceil(deadline - clock.now()));
      const asked = { ...what, seconds: leftMs / 1000 };
      return one.invokeAsync(waitForAction, asked, { signal: until, timeoutMs: leftMs + MARGIN_MS });
    };
    try {
      const isOfStudio = state !== undefined && options.context === undefined;
      return await (isOfStudio ? firstSessionAsync(context, askAsync) : askAsync(session, signal));
    } catch (error) {
      if (!(error instanceof BridgeError) || error.code !== 'TIMEOUT') throw error;
      throw error.withHint(LATE_HINT);
    }
  },
  format({ value, entry, state, elapsedMs }) {
    const what = entry?.body ?? state ?? formatValue(value ?? null);
    return `${what}\n(after ${(elapsedMs / 1000).toFixed(1)} s)`;
  },
});
