// Changing instances: one request for many changes, which are made together or not at all.
import * as z from 'zod/mini';
import { defineAction } from '../../protocol/define-action.js';
import { type SerializedValue, serializedValue } from '../../protocol/values.js';
import { wireObject } from '../../protocol/wire-object.js';
import { shownName } from '../../support/shown-text.js';
import type { SessionContext } from '../command-context.js';
import { formatValue } from '../text/value-text.js';
import source from './changes.luau';

interface Settings {
  /** Texts are read as what the property takes; tagged values are taken as they are. */
  readonly properties?: Readonly<Record<string, SerializedValue>> | undefined;
  readonly attributes?: Readonly<Record<string, SerializedValue>> | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly untag?: readonly string[] | undefined;
}

/** `id` names an instance for the changes that follow: they call it `$id`. */
export type Change =
  | ({ readonly op: 'set'; readonly path: string } & Settings)
  | ({
      readonly op: 'create';
      readonly className: string;
      readonly parent: string;
      readonly name?: string | undefined;
      readonly id?: string | undefined;
    } & Settings)
  | { readonly op: 'move'; readonly path: string; readonly parent: string; readonly id?: string | undefined }
  | ({
      readonly op: 'clone';
      readonly path: string;
      readonly parent?: string | undefined;
      readonly name?: string | undefined;
      readonly id?: string | undefined;
    } & Settings)
  | { readonly op: 'delete'; readonly path: string };

const payload = wireObject({
  changes: z.array(z.custom<Change>((value) => typeof value === 'object' && value !== null)),
  dryRun: z.boolean(),
  /** What the step of the undo history is called. */
  label: z.string(),
});

export const changeInstances = defineAction({
  request: 'changeInstances',
  response: 'changeInstancesResult',
  capability: 'registerAction',
  timeoutMs: 30_000,
  readOnly: false,
  payload,
  result: wireObject({
    applied: z.boolean(),
    undoable: z.boolean(),
    changes: z.array(
      wireObject({
        kind: z.enum(['property', 'attribute', 'tag', 'create', 'move', 'clone', 'delete']),
        path: z.string(),
        className: z.optional(z.string()),
        name: z.optional(z.string()),
        before: z.optional(serializedValue),
        after: z.optional(serializedValue),
        from: z.optional(z.string()),
        descendants: z.optional(z.number()),
      }),
    ),
  }),
  source,
});

export type ChangeResult = z.output<(typeof changeInstances)['result']>;

export async function changeAsync(
  changes: readonly Change[],
  { dryRun, label }: { readonly dryRun: boolean; readonly label: string },
  { session, signal, options }: SessionContext,
): Promise<ChangeResult> {
  return await session.invokeAsync(
    changeInstances,
    { changes: [...changes], dryRun, label },
    { signal, timeoutMs: options.timeoutMs },
  );
}

export function changesText({ applied, undoable, changes }: ChangeResult): string {
  const lines = changes.map((change) => shownName(lineOf(change)));
  if (changes.length === 0) lines.push('Everything is so already.');
  else if (!applied) lines.push('Nothing was changed: this is what it would come to.');
  else if (!undoable) lines.push('This cannot be undone: there is no history here.');
  return lines.join('\n');
}

function lineOf(change: ChangeResult['changes'][number]): string {
  const { kind, path, className, name, before = null, after = null, from, descendants } = change;
  switch (kind) {
    case 'create':
      return `+ ${path}  ${className}`;
    case 'clone':
      return `+ ${path}  ${className}, a copy of ${from}`;
    case 'move':
      return `> ${from} -> ${path}`;
    case 'delete':
      return `- ${path}  ${className}${descendants ? ` with ${descendants} inside` : ''}`;
    case 'tag':
      return `~ ${path}  ${after === true ? '+' : '-'}#${name}`;
    default:
      return `~ ${path}  ${kind === 'attribute' ? '@' : ''}${name}: ${formatValue(before)} -> ${formatValue(after)}`;
  }
}
