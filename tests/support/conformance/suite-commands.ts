// Commands that do what the conformance suite asks of tools, as far as a command of this program can: they run by the same
// framework, and their results take the same way.
import * as z from 'zod/mini';
import {
  type AnyCommand,
  type CommandDefinition,
  defineCommand,
} from '../../../src/command/define-command.js';
import { BridgeError } from '../../../src/protocol/bridge-error.js';
import type { ManualClock } from '../../../src/support/clock.js';
import { CONTENT_NAMES, PIXEL } from './suite-content.js';
import { QUESTION_NAMES } from './suite-questions.js';

const input = z.strictObject({});

type Part = Pick<CommandDefinition<typeof input, 'none', unknown, undefined>, 'run'> &
  Partial<CommandDefinition<typeof input, 'none', unknown, undefined>>;

function define(part: Part): AnyCommand {
  return defineCommand({
    name: ['suite'],
    summary: 'Does what the conformance suite asks for',
    examples: [],
    target: 'none',
    surfaces: ['mcp'],
    readOnly: true,
    positionals: [],
    input,
    format: (data: unknown) => String(data),
    ...part,
  }) as AnyCommand;
}

/** By the name that the suite calls them. Time passes in them only by this clock. */
export function suiteCommands(clock: ManualClock): Readonly<Record<string, AnyCommand>> {
  const working = define({
    async run(_input, { emit }) {
      for (const step of ['begun', 'half way', 'done']) {
        clock.advance(200);
        emit({ text: step, to: 'result' });
      }
      return 'done';
    },
  });
  // Answered before it would run.
  const asked = define({ run: async () => 'done' });
  return {
    test_simple_text: define({ run: async () => 'This is a simple text response for testing.' }),
    test_image_content: define({
      run: async () => PIXEL,
      format: () => 'A picture.',
      binary: (data) => (data instanceof Uint8Array ? data : undefined),
    }),
    test_error_handling: define({
      run: () => Promise.reject(new BridgeError('INVALID_RESULT', 'This tool fails on purpose.')),
    }),
    test_tool_with_progress: working,
    // What they say while they work is progress, never a log message or a request of its own.
    test_logging_tool: working,
    test_streaming_elicitation: working,
    test_tool_with_logging: working,
    // The stream breaks under it, and its client comes back for the result.
    test_reconnection: define({ run: async () => 'done' }),
    ...Object.fromEntries([...CONTENT_NAMES, ...QUESTION_NAMES].map((name) => [name, asked])),
  };
}
