// What is selected in Studio.
import * as z from 'zod/mini';
import { defineAction } from '../../protocol/define-action.js';
import { wireObject } from '../../protocol/wire-object.js';
import { textTable } from '../text/text-table.js';
import { restText } from './look.js';
import source from './selection.luau';

const result = wireObject({
  selected: z.array(wireObject({ name: z.string(), className: z.string(), path: z.string() })),
  truncated: z._default(z.boolean(), false),
  exhausted: z.optional(z.enum(['nodes', 'bytes', 'seconds'])),
  total: z.optional(z.number()),
  nextCursor: z.optional(z.string()),
});

export const querySelection = defineAction({
  request: 'querySelection',
  response: 'querySelectionResult',
  capability: 'registerAction',
  timeoutMs: 10_000,
  readOnly: true,
  payload: wireObject({ maxNodes: z.optional(z.number()), cursor: z.optional(z.string()) }),
  result,
  source,
});

export const changeSelection = defineAction({
  request: 'changeSelection',
  response: 'changeSelectionResult',
  capability: 'registerAction',
  timeoutMs: 10_000,
  readOnly: false,
  payload: wireObject({ paths: z.array(z.string()), mode: z.enum(['set', 'add', 'remove']) }),
  result,
  source,
});

export function selectionText({ selected, ...rest }: z.output<typeof result>): string {
  if (selected.length === 0 && !rest.truncated) return 'Nothing is selected.';
  const table = textTable(
    ['CLASS', 'PATH'],
    selected.map(({ className, path }) => [className, path]),
  );
  return [table, restText(rest)].filter((line) => line !== '').join('\n');
}
