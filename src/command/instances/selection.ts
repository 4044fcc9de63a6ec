// What is selected in Studio.
import * as z from 'zod/mini';
import { defineAction } from '../../protocol/define-action.js';
import { wireObject } from '../../protocol/wire-object.js';
import { textTable } from '../text/text-table.js';
import source from './selection.luau';

export const selection = defineAction({
  request: 'selection',
  response: 'selectionResult',
  capability: 'registerAction',
  timeoutMs: 10_000,
  readOnly: false,
  payload: wireObject({
    paths: z.optional(z.array(z.string())),
    mode: z.optional(z.enum(['set', 'add', 'remove'])),
  }),
  result: wireObject({
    selected: z.array(wireObject({ name: z.string(), className: z.string(), path: z.string() })),
  }),
  source,
});

export function selectionText({ selected }: z.output<(typeof selection)['result']>): string {
  if (selected.length === 0) return 'Nothing is selected.';
  return textTable(
    ['CLASS', 'PATH'],
    selected.map(({ className, path }) => [className, path]),
  );
}
