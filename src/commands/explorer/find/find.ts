// `explorer find`: instances by what is known of them.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { cursorInput, restText } from '../../../command/instances/look.js';
import { toWirePath } from '../../../command/instances/wire-path.js';
import { textTable } from '../../../command/text/text-table.js';
import { BridgeError } from '../../../protocol/bridge-error.js';
import { defineAction } from '../../../protocol/define-action.js';
import { wireObject } from '../../../protocol/wire-object.js';
import source from './find.luau';

const MAX_SECONDS = 20;

export const findInstances = defineAction({
  request: 'findInstances',
  response: 'findInstancesResult',
  capability: 'queryDataModel',
  timeoutMs: 30_000,
  readOnly: true,
  payload: wireObject({
    path: z.string(),
    name: z.optional(z.string()),
    className: z.optional(z.string()),
    tag: z.optional(z.string()),
    attributes: z.optional(z.array(z.string())),
    properties: z.optional(z.array(z.string())),
    selector: z.optional(z.string()),
    limit: z.number(),
    cursor: z.optional(z.string()),
    maxSeconds: z.number(),
  }),
  result: wireObject({
    instances: z.array(wireObject({ name: z.string(), className: z.string(), path: z.string() })),
    total: z.optional(z.number()),
    truncated: z.boolean(),
    exhausted: z.optional(z.enum(['nodes', 'bytes', 'seconds'])),
    nextCursor: z.optional(z.string()),
  }),
  source,
});

export const explorerFind = defineCommand({
  name: ['explorer', 'find'],
  summary: 'Find instances by name, class, tag, attribute, property or selector',
  description:
    'Conditions add up. A selector is one of QueryDescendants: Model.Fruit[$Ripe = true] > BasePart:not(#Core)',
  examples: [
    { line: 'explorer find SpawnLocation', about: 'Find by name' },
    {
      line: `explorer find 'Door*' --class BasePart --property Anchored=false`,
      about: 'Find doors that would fall',
    },
    {
      line: `explorer find --selector 'Model:has(> Humanoid)' --in Workspace`,
      about: 'Find characters',
    },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: ['name'],
  tool: {
    isDefault: true,
    fields: { attribute: 'With these attributes, as Name or Name=value', property: 'As Name=value' },
  },
  flags: {
    class: { short: 'c', value: 'class' },
    attribute: { value: 'name[=value]', isRepeated: true },
    property: { short: 'p', value: 'name[=value]', isRepeated: true },
    in: { value: 'path' },
  },
  input: z.strictObject({
    name: z.optional(z.string().check(z.describe('Name, in which * stands for any letters and ? for one'))),
    in: z._default(z.string().check(z.describe('Where to search: below this path')), 'game'),
    class: z.optional(z.string().check(z.describe('Of this class, or one that inherits from it'))),
    tag: z.optional(z.string().check(z.describe('With this tag'))),
    attribute: z._default(z.array(z.string()).check(z.describe('With this attribute')), []),
    property: z._default(z.array(z.string()).check(z.describe('With this property')), []),
    selector: z.optional(z.string().check(z.describe('That this selector finds'))),
    limit: z._default(z.int().check(z.minimum(1), z.describe('The most to show at once')), 100),
    cursor: z.optional(cursorInput),
  }),
  async run({ in: path, class: className, attribute, property, ...rest }, { session, signal, options }) {
    const { name, tag, selector } = rest;
    const conditions = [name, className, tag, selector, ...attribute, ...property];
    if (conditions.every((condition) => condition === undefined)) {
      throw new BridgeError('USAGE', 'There is nothing to search for.', {
        hint: 'Give a name, --class, --tag, --attribute, --property or --selector.',
      });
    }
    return await session.invokeAsync(
      findInstances,
      {
        ...rest,
        path: toWirePath(path),
        className,
        attributes: attribute,
        properties: property,
        maxSeconds: MAX_SECONDS,
      },
      { signal, timeoutMs: options.timeoutMs },
    );
  },
  format(result) {
    if (result.instances.length === 0 && !result.truncated) return 'Nothing was found.';
    const rows = result.instances.map(({ className, path }) => [className, path]);
    return [textTable(['CLASS', 'PATH'], rows), restText(result)].filter((line) => line !== '').join('\n');
  },
});
