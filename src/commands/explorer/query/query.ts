// `explorer query`: an instance, what it has and what is in it.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { instanceText } from '../../../command/instances/instance-text.js';
import { cursorInput, lookAsync, restText } from '../../../command/instances/look.js';
import { toWirePath } from '../../../command/instances/wire-path.js';
import { shownName } from '../../../support/shown-text.js';

const ALL = '*';

export const explorerQuery = defineCommand({
  name: ['explorer', 'query'],
  summary: 'Show an instance, its properties and what is in it',
  description:
    'A path is names with dots between them, from game. \\. is a dot in a name, and [2] picks the second of several\n' +
    'siblings of one name; every instance that is shown has such a path. The way to a property shows that one.\n' +
    'An answer ends at --limit instances, at 40 MB or after 20 seconds; then it says so, with the cursor to go on from.',
  examples: [
    { line: 'explorer query Workspace --children', about: 'See what is in Workspace' },
    {
      line: 'explorer query Workspace.SpawnLocation --properties Position,Size',
      about: 'Read two properties',
    },
    {
      line: 'explorer query ServerScriptService --depth 10 --json',
      about: 'Get a whole tree, for a program',
    },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: ['path'],
  tool: {
    isDefault: true,
    description: 'An instance by path, with its properties, attributes and descendants as far as depth.',
  },
  aliases: ['query'],
  flags: {
    path: { values: 'instances' },
    properties: { value: 'names', bare: ALL },
    find: { value: 'name' },
  },
  input: z.strictObject({
    path: z._default(z.string().check(z.describe('Dot path from game')), 'game'),
    children: z._default(z.boolean().check(z.describe('Include direct children')), false),
    depth: z._default(
      z.int().check(z.minimum(0), z.describe('How many levels of descendants to include')),
      0,
    ),
    properties: z._default(
      z
        .array(z.string())
        .check(z.describe('Properties to read, as Name,Size; without names, or as *, all of them')),
      [],
    ),
    attributes: z._default(z.boolean().check(z.describe('Include attributes and tags')), false),
    find: z.optional(z.string().check(z.describe('Show the child of this name instead'))),
    recursive: z._default(z.boolean().check(z.describe('With --find: search all descendants')), false),
    limit: z._default(z.int().check(z.minimum(1), z.describe('The most instances to show at once')), 10_000),
    cursor: z.optional(cursorInput),
  }),
  async run({ path, children, depth, properties, attributes, find, recursive, limit, cursor }, context) {
    const wantsAll = properties.includes(ALL);
    const view = await lookAsync(
      {
        path: toWirePath(path),
        depth: Math.max(depth, children ? 1 : 0),
        includeAttributes: attributes,
        maxNodes: limit,
        ...(wantsAll ? { propertySet: 'readable' as const } : {}),
        ...(wantsAll || properties.length === 0 ? {} : { properties }),
        ...(find === undefined ? {} : { find: { name: find, recursive } }),
        ...(cursor === undefined ? {} : { cursor }),
      },
      context,
    );
    // The three that come unasked are told by the headline.
    const isAsked = properties.length > 0 || Object.keys(view.instance.properties).length < 3;
    return { ...view, showsProperties: isAsked };
  },
  format: (view) =>
    [
      instanceText(view.instance, { properties: view.showsProperties }),
      ...(view.problems ?? []).map(({ path, property, why }) => shownName(`! ${path}: ${property}: ${why}`)),
      restText(view),
    ]
      .filter((line) => line !== '')
      .join('\n'),
});
