import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { CommandIndex } from '../command-index.js';
import { type AnyCommand, defineCommand } from '../define-command.js';
import { completeWordsAsync } from './complete.js';

const command = defineCommand({
  name: ['console', 'logs'],
  summary: 'Show',
  examples: [],
  surfaces: ['cli'],
  readOnly: true,
  run: async () => undefined,
  format: () => '',
  target: 'session',
  positionals: ['mode', 'paths'],
  flags: { file: { isPath: true, short: 'f' }, paths: { values: 'instances' } },
  input: z.strictObject({
    mode: z.enum(['fast', 'slow']),
    paths: z.optional(z.array(z.string())),
    file: z.optional(z.string()),
    levels: z.optional(z.array(z.enum(['Error', 'Warning']))),
    all: z._default(z.boolean(), false),
  }),
});

const entry = {
  path: ['console', 'logs'],
  aliases: ['logs'],
  summary: 'Show',
  startsStudio: false,
  isLongRunning: false,
  isInTerminal: true,
};
const index: CommandIndex = {
  groups: [{ name: 'console', summary: 'Console', section: 'x' }],
  commands: [entry, { ...entry, path: ['serve'], aliases: [], summary: 'Serve' }],
};

const completeAsync = (...words: string[]) =>
  completeWordsAsync(
    index,
    words,
    async () => command as AnyCommand,
    async (kind, prefix, _command, args) => [{ value: `${kind}:${prefix}:${args.length}` }],
  );

test.each([
  [[''], ['console', 'serve', 'help']],
  [['s'], ['serve']],
  [['--v'], ['--version']],
  [['console', ''], ['logs']],
  [['nonsense', ''], []],
  [['help', 'console', 'l'], ['logs']],
  [
    ['console', 'logs', ''],
    ['fast', 'slow'],
  ],
  [['logs', 's'], ['slow']],
  [['logs', 'fast', 'game.'], ['instances:game.:1']],
  [['logs', 'fast', 'a', 'b'], ['instances:b:2']],
  [['logs', '--lev'], ['--levels']],
  [['logs', '--all', '--al'], []],
  [['logs', '--levels', 'Error', '--lev'], ['--levels']],
  [['logs', '--levels', 'W'], ['Warning']],
  [
    ['logs', '--levels=Error,'],
    ['--levels=Error,Error', '--levels=Error,Warning'],
  ],
  [['logs', '--all', 'f'], ['fast']],
  [['logs', '--port', '1', 'f'], ['fast']],
  [
    ['logs', '--all=', ''],
    ['fast', 'slow'],
  ],
  [['logs', '--', 'f'], ['fast']],
  [['logs', '-t', 'ab'], ['sessions:ab:1']],
  [['logs', '--target=ab'], ['--target=sessions:ab:0']],
])('%j', async (words, values) => {
  const { candidates, files } = await completeAsync(...words);
  expect(candidates.map(({ value }) => value)).toEqual(values);
  expect(files).toBe(false);
});

test.each([[['logs', '--file', '']], [['logs', '-f', 'a']], [['logs', '--output=x']]])(
  'paths are left to the shell: %j',
  async (words) => {
    expect(await completeAsync(...words)).toEqual({ candidates: [], files: true });
  },
);
