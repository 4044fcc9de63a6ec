// `play start`: begins a play test and sees that it runs.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { endOfTestAsync, startTestAsync } from '../../../command/play/run-test.js';
import { readRequestAsync, startFlags, startInput } from '../../../command/play/start-input.js';
import { testText } from '../../../command/play/test-text.js';

const DEFAULT_END_MS = 120_000;

export const playStart = defineCommand({
  name: ['play', 'start'],
  summary: 'Start a play test',
  description:
    'Ends when the server and every player of the test are connected, so that the next command finds them. Where a\n' +
    'test runs already it is left alone. With --to-end it waits for the end, and shows what was given to EndTest.',
  examples: [
    { line: 'play start', about: 'Play with one player' },
    { line: 'play start --mode multiplayer --players 3', about: 'Play with three players' },
    {
      line: `play start --mode run --args '{"suite":"doors"}' --to-end`,
      about: 'Run a test that ends by itself',
    },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  tool: { destructive: false },
  positionals: [],
  flags: { ...startFlags },
  input: z.strictObject({
    ...startInput,
    toEnd: z._default(z.boolean().check(z.describe('Wait until the test has ended')), false),
  }),
  prepare: (input, { files }) => readRequestAsync(input, files),
  async run({ toEnd }, context, request) {
    const started = await startTestAsync(request, context);
    if (!toEnd) return started;
    return await endOfTestAsync(context, context.options.timeoutMs ?? DEFAULT_END_MS);
  },
  format: (test) =>
    testText(test, {
      done: test.isRunning ? 'The test is running.' : 'The test has ended.',
      already: 'A test is running already.',
    }),
});
