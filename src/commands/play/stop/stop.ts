// `play stop`: ends the play test and sees that it has ended.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { stopTestAsync } from '../../../command/play/run-test.js';
import { readJson } from '../../../command/play/start-input.js';
import { testText } from '../../../command/play/test-text.js';

export const playStop = defineCommand({
  name: ['play', 'stop'],
  summary: 'Stop the play test',
  description: 'Where no test runs, that is fine.',
  examples: [{ line: 'play stop', about: 'Go back to editing' }],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: [],
  flags: { value: { value: 'json' } },
  input: z.strictObject({
    value: z.optional(z.string().check(z.describe('What to give to EndTest, as JSON'))),
  }),
  run: ({ value }, context) =>
    stopTestAsync(context, value === undefined ? undefined : readJson(value, '--value')),
  format: (test) => testText(test, { done: 'The test has ended.', already: 'No test was running.' }),
});
