// `process installations`: which Roblox Studio a command would start, and which others there are.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';

export const processInstallations = defineCommand({
  name: ['process', 'installations'],
  summary: 'List the Roblox Studios on this machine',
  description:
    'The first one is used. Name another one with --studio-path, or for good with the variable ROBLOX_STUDIO_PATH:\n' +
    "the program, the folder of its version, Roblox's folder or the application.",
  examples: [{ line: 'process installations', about: 'See which Studio is used, and why' }],
  target: 'none',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  flags: { studioPath: { value: 'path', isPath: true } },
  input: z.strictObject({
    studioPath: z.optional(
      z
        .string()
        .check(z.minLength(1), z.describe('The Roblox Studio to use instead of those that are found')),
    ),
  }),
  async run({ studioPath }, { studios, openings }) {
    const installations = await studios.listInstallationsAsync(studioPath);
    return {
      installations,
      ...(installations.length === 0
        ? await openings.describeSearchAsync()
        : { searched: [], passedOver: [] }),
    };
  },
  format({ installations, searched, passedOver }) {
    if (installations.length === 0) {
      return [
        'Roblox Studio was not found on this machine: commands that start a Studio use an emulated one.',
        ...passedOver,
        ...(searched.length === 0 ? [] : [`Looked in: ${searched.join(', ')}`]),
      ].join('\n');
    }
    return installations
      .map(({ path, foundBy, used }) => `${used ? 'used ' : '     '} ${path}\n      found by ${foundBy}`)
      .join('\n');
  },
});
