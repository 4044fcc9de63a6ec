// Play tests: how they are begun, ended and asked about.
import * as z from 'zod/mini';
import { defineAction } from '../../protocol/define-action.js';
import { serializedValue } from '../../protocol/values.js';
import { wireObject } from '../../protocol/wire-object.js';
import source from './control.luau';

export const playMode = z.enum(['play', 'run', 'multiplayer']);
export type PlayMode = z.output<typeof playMode>;

const result = wireObject({
  isRunning: z.boolean(),
  mode: z.optional(playMode),
  players: z.optional(z.number()),
  /** This request began it. */
  started: z.optional(z.boolean()),
  /** The last test that was begun from here has ended by itself or by EndTest. */
  hasResult: z.boolean(),
  value: z.optional(serializedValue),
  /** Why it ended, where it failed. */
  problem: z.optional(z.string()),
});
export type PlayState = z.output<typeof result>;

export const queryPlay = defineAction({
  request: 'queryPlay',
  response: 'queryPlayResult',
  capability: 'registerAction',
  timeoutMs: 15_000,
  readOnly: true,
  payload: wireObject({}),
  result,
  source,
});

export const controlPlay = defineAction({
  request: 'controlPlay',
  response: 'controlPlayResult',
  capability: 'registerAction',
  timeoutMs: 15_000,
  readOnly: false,
  payload: wireObject({
    op: z.enum(['start', 'end']),
    mode: z.optional(playMode),
    players: z.optional(z.number()),
    arguments: z.optional(serializedValue),
    value: z.optional(serializedValue),
  }),
  result,
  source,
});
