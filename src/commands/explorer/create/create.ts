// `explorer create`: a new instance.
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

export const explorerCreate = defineCommand({
  name: ['explorer', 'create'],
  summary: 'Create an instance',
  examples: [
    {
      line: 'explorer create Part Anchored=true Size=4,1,2 --name Floor',
      about: 'Create a part in Workspace',
    },
    {
      line: 'explorer create Folder --in ReplicatedStorage --name Modules',
      about: 'Create a folder elsewhere',
    },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: false,
  positionals: ['class', 'properties'],
  tool: {
    isDefault: true,
    destructive: false,
    fields: {
      properties: 'Properties to set, each as Name=value: Size=4,1,2 or Color=#ff8800',
      attribute: 'Attributes to set, each as Name=value',
    },
  },
  flags: {
    ...changeFlags,
    name: { short: 'n', value: 'name' },
    in: { value: 'path' },
    properties: { isRepeated: true },
  },
  input: z.strictObject({
    class: z.string().check(z.describe('Class of the new instance')),
    properties: z._default(
      z.array(z.string()).check(z.describe('Properties to set, each as Name=value')),
      [],
    ),
    in: z._default(z.string().check(z.describe('Path of its parent')), 'Workspace'),
    name: z.optional(z.string().check(z.describe('Its name; by default that of its class'))),
    attribute: attributeField,
    tag: tagField,
    dryRun: dryRunField,
  }),
  async run({ class: className, in: parent, name, properties, attribute, tag, dryRun }, context) {
    const change = {
      op: 'create',
      className,
      parent: toWirePath(parent),
      name,
      properties: readAssignments(properties, 'A property'),
      attributes: readAssignments(attribute, '--attribute'),
      tags: tag,
    } as const;
    return await changeAsync([change], { dryRun, label: `Create ${name ?? className}` }, context);
  },
  format: changesText,
});
