// Studio's undo history, for the commands that go back and forth in it.
import * as z from 'zod/mini';
import { BridgeError } from '../../protocol/bridge-error.js';
import { defineAction } from '../../protocol/define-action.js';
import { wireObject } from '../../protocol/wire-object.js';
import { shownName } from '../../support/shown-text.js';
import type { SessionContext } from '../command-context.js';
import source from './history.luau';

export const changeHistory = defineAction({
  request: 'changeHistory',
  response: 'changeHistoryResult',
  capability: 'registerAction',
  timeoutMs: 30_000,
  readOnly: false,
  payload: wireObject({ direction: z.enum(['undo', 'redo']), steps: z.number() }),
  result: wireObject({
    /** The names of the steps, in order. */
    done: z.array(z.string()),
    nextUndo: z.optional(z.string()),
    nextRedo: z.optional(z.string()),
  }),
  source,
});

export type HistoryResult = z.output<(typeof changeHistory)['result']>;

export async function travelAsync(
  direction: 'undo' | 'redo',
  steps: number,
  { session, signal, options }: SessionContext,
): Promise<HistoryResult> {
  const result = await session.invokeAsync(
    changeHistory,
    { direction, steps },
    { signal, timeoutMs: options.timeoutMs },
  );
  if (steps > 0 && result.done.length === 0) {
    throw new BridgeError('INVALID_PAYLOAD', `There is nothing to ${direction}.`, {
      hint: `See what there is: studio-bridge explorer ${direction} --list`,
    });
  }
  return result;
}

export function historyText(verb: string, { done, nextUndo, nextRedo }: HistoryResult): string {
  return [
    ...done.map((name) => `${verb}: ${shownName(name)}`),
    `Next to undo: ${shownName(nextUndo ?? 'nothing')}`,
    `Next to redo: ${shownName(nextRedo ?? 'nothing')}`,
  ].join('\n');
}

export const stepFields = {
  steps: z._default(z.int().check(z.minimum(1), z.describe('How many steps')), 1),
  list: z._default(z.boolean().check(z.describe('Only show what comes next')), false),
};
