// `explorer set`: properties, attributes and tags of one instance.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { readAssignments } from '../../../command/instances/assignments.js';
import {
  attributeField,
  changeFlags,
  dryRunField,
  tagField,
} from '../../../command/instances/change-input.js';
import { changeAsync, changesText } from '../../../command/instances/changes.js';
import { toWirePath } from '../../../command/instances/wire-path.js';
import { BridgeError } from '../../../protocol/bridge-error.js';

export const explorerSet = defineCommand({
  name: ['explorer', 'set'],
  summary: 'Set properties, attributes and tags of an instance',
  description:
    'Everything that is given is set, or nothing, as one step of the undo history. A value is written as it reads:\n' +
    '1, 2, 3 · true · Neon · #ff8800 · Workspace.Spawn · nil. In JSON it may be a tagged value.',
  examples: [
    { line: 'explorer set Workspace.Part Anchored=true Size=4,1,2', about: 'Set two properties' },
    { line: 'explorer set Workspace.Part Material=Neon --dry-run', about: 'See what would change' },
    {
      line: 'explorer set Workspace.Door --attribute Level=3 --tag Locked',
      about: 'Set an attribute and add a tag',
    },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: ['path', 'properties'],
  tool: {
    isDefault: true,
    idempotent: true,
    fields: {
      properties: 'Properties to set, each as Name=value: Size=4,1,2 or Color=#ff8800',
      attribute: 'Attributes to set, each as Name=value',
    },
  },
  flags: { ...changeFlags, untag: { value: 'tags' }, properties: { isRepeated: true } },
  input: z.strictObject({
    path: z.string().check(z.describe('Dot path from game')),
    properties: z._default(
      z.array(z.string()).check(z.describe('Properties to set, each as Name=value')),
      [],
    ),
    attribute: attributeField,
    tag: tagField,
    untag: z._default(z.array(z.string()).check(z.describe('Tags to remove')), []),
    dryRun: dryRunField,
  }),
  async run({ path, properties, attribute, tag, untag, dryRun }, context) {
    if (properties.length + attribute.length + tag.length + untag.length === 0) {
      throw new BridgeError('USAGE', 'There is nothing to set.', {
        hint: 'Give properties as Name=value, or --attribute, --tag or --untag.',
      });
    }
    const change = {
      op: 'set',
      path: toWirePath(path),
      properties: readAssignments(properties, 'A property'),
      attributes: readAssignments(attribute, '--attribute'),
      tags: tag,
      untag,
    } as const;
    return await changeAsync([change], { dryRun, label: `Set ${path}` }, context);
  },
  format: changesText,
});
