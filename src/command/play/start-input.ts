// What the commands that start a test are told.
import * as z from 'zod/mini';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { SerializedValue } from '../../protocol/values.js';
import type { CommandFiles } from '../command-context.js';
import { readScriptAsync } from '../scripts/script-source.js';
import { playMode } from './control.js';
import type { TestRequest } from './run-test.js';

export const startInput = {
  mode: z._default(playMode.check(z.describe('One player, none, or several')), 'play'),
  players: z._default(
    z.int().check(z.minimum(1), z.maximum(8), z.describe('How many players a multiplayer test has')),
    1,
  ),
  args: z.optional(z.string().check(z.describe('What GetTestArgs gives, as JSON'))),
  before: z.optional(z.string().check(z.describe('Luau file to run first, in the place that is edited'))),
};

export const startFlags = { args: { value: 'json' }, before: { value: 'path', isPath: true } };

export async function readRequestAsync(
  input: {
    readonly mode: TestRequest['mode'];
    readonly players: number;
    readonly args?: string | undefined;
    readonly before?: string | undefined;
  },
  files: CommandFiles,
): Promise<TestRequest> {
  const { mode, players, args, before } = input;
  if (players > 1 && mode !== 'multiplayer') {
    throw new BridgeError('USAGE', `--players ${players} needs --mode multiplayer.`);
  }
  return {
    mode,
    players,
    ...(args === undefined ? {} : { arguments: readJson(args, '--args') }),
    ...(before === undefined ? {} : { before: await readScriptAsync({ file: before }, files) }),
  };
}

export function readJson(text: string, label: string): SerializedValue {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BridgeError('USAGE', `${label} has to be JSON, not ${JSON.stringify(text)}.`, { cause: error });
  }
}
