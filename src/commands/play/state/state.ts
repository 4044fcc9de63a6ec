// `play state`: whether a test runs, and what the last one came to.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { queryPlay } from '../../../command/play/control.js';
import { sessionInAsync } from '../../../command/play/play-sessions.js';
import { view } from '../../../command/play/run-test.js';
import { testText } from '../../../command/play/test-text.js';

export const playState = defineCommand({
  name: ['play', 'state'],
  summary: 'Show whether a play test runs, and what the last one came to',
  examples: [{ line: 'play state --json', about: 'Get the sessions of the test, for a program' }],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  input: z.strictObject({}),
  async run(_input, context) {
    const edit = await sessionInAsync(context, 'edit');
    return view(await edit.invokeAsync(queryPlay, {}), false, context);
  },
  format: (test) => testText(test, {}),
});
