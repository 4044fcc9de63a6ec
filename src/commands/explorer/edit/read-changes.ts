// A list of changes as a file holds it, refused in words where it is none.
import * as z from 'zod/mini';
import type { Change } from '../../../command/instances/changes.js';
import { toWirePath } from '../../../command/instances/wire-path.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { problemOf } from '../../../protocol/schema-demand.js';
import type { SerializedValue } from '../../../protocol/values.js';
import { anyNames } from '../../../protocol/wire-object.js';
import { messageOf } from '../../../support/thrown-text.js';

/** JSON's null is a nil, which no table on the way can hold. */
const value = z.pipe(
  z.unknown(),
  z.transform((given): SerializedValue => (given === null ? { type: 'Nil' } : (given as SerializedValue))),
);
const values = z.optional(anyNames(value));
const names = z.optional(z.array(z.string()));
const path = z.pipe(
  z.string(),
  z.transform((text) => (text.startsWith('$') ? text : toWirePath(text))),
);
const settings = { properties: values, attributes: values, tags: names, untag: names };
const id = z.optional(z.string());

const change = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('set'), path, ...settings }),
  z.strictObject({
    op: z.literal('create'),
    className: z.string(),
    parent: path,
    name: z.optional(z.string()),
    id,
    ...settings,
  }),
  z.strictObject({ op: z.literal('move'), path, parent: path, id }),
  z.strictObject({
    op: z.literal('clone'),
    path,
    parent: z.optional(path),
    name: z.optional(z.string()),
    id,
    ...settings,
  }),
  z.strictObject({ op: z.literal('delete'), path }),
]);

export function readChanges(text: string, from: string): Change[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = messageOf(error);
    throw new BridgeError('USAGE', `The changes in ${from} are no JSON: ${why}.`, { cause: error });
  }
  const parsed = z.array(change).safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = typeof issue?.path[0] === 'number' ? `change ${issue.path[0] + 1}` : 'the list';
  const problem = issue && problemOf({ ...issue, path: issue.path.slice(1) });
  throw new BridgeError(
    'USAGE',
    `The changes in ${from} are not right: ${where}${problem ? `: ${problem}` : ''}.`,
    { hint: 'See studio-bridge explorer edit --help', details: parsed.error.issues },
  );
}
