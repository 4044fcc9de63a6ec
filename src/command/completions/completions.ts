// The action behind completion: what a running Studio has to offer at a place in Luau, or below a path.
import * as z from 'zod/mini';
import { defineAction } from '../../protocol/define-action.js';
import { wireObject } from '../../protocol/wire-object.js';
import source from './completions.luau';

const COMPLETE_TIMEOUT_MS = 3_000;

export const queryCompletions = defineAction({
  request: 'queryCompletions',
  response: 'completionsResult',
  capability: 'registerAction',
  timeoutMs: COMPLETE_TIMEOUT_MS,
  readOnly: true,
  payload: wireObject({
    /** From a global to the value whose members are wanted; with `argument` it is a method that looks something up. */
    steps: z.optional(z.array(wireObject({ name: z.string(), argument: z.optional(z.string()) }))),
    /** Instead of steps: the path of an instance whose children are wanted. */
    path: z.optional(z.string()),
    /** `:` leaves methods only. */
    separator: z.optional(z.string()),
    prefix: z.string(),
    limit: z.optional(z.number()),
  }),
  result: wireObject({
    candidates: z.array(wireObject({ name: z.string(), about: z.string() })),
    isCut: z.optional(z.boolean()),
  }),
  source,
});
