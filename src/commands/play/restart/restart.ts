// `play restart`: the test from its beginning, in one call.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { startTestAsync, stopTestAsync } from '../../../command/play/run-test.js';
import { readRequestAsync, startFlags, startInput } from '../../../command/play/start-input.js';
import { testText } from '../../../command/play/test-text.js';

export const playRestart = defineCommand({
  name: ['play', 'restart'],
  summary: 'Stop the play test if one runs, and start it again',
  examples: [{ line: 'play restart --before reset.luau', about: 'Change the place between the two' }],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: [],
  flags: { ...startFlags },
  input: z.strictObject(startInput),
  prepare: (input, { files }) => readRequestAsync(input, files),
  async run(_input, context, request) {
    await stopTestAsync(context, undefined);
    return await startTestAsync(request, context);
  },
  format: (test) => testText(test, { done: 'The test is running.' }),
});
