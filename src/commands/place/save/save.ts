// `place save`: the whole place as a file.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { shownName } from '../../../support/shown-text.js';
import { readPlaceAsync, savePlace, type ToldPlace } from './save-action.js';

export { savePlace };

/** More names than this help nobody. */
const SHOWN = 8;

export const placeSave = defineCommand({
  name: ['place', 'save'],
  summary: 'Save the whole place to a file',
  description:
    'Studio lets no plugin save its place, so the file is put together here: what is in the services as Studio itself\n' +
    'writes it, and the services by their properties. What a plugin cannot have, such as terrain, is not in the file,\n' +
    'and the command names it. The place in Studio stays as it is, and unsaved there.',
  examples: [
    { line: 'place save copy.rbxl', about: 'Keep the place as it is now' },
    { line: 'place save copy.rbxlx --force', about: 'As XML, in the place of an older copy' },
  ],
  target: 'session',
  surfaces: ['cli', 'repl'],
  readOnly: true,
  positionals: ['file'],
  flags: { file: { isPath: true } },
  input: z.strictObject({
    file: z.string().check(z.minLength(1), z.describe('The place file, .rbxl or .rbxlx')),
    force: z._default(z.boolean().check(z.describe('Replace the file if it is there already')), false),
  }),
  prepare: ({ file, force }, { places }) => places.checkTargetAsync(file, 'place', force),
  async run({ file }, context) {
    const told = await readPlaceAsync(context);
    const { left, ...saved } = await context.places.savePlaceAsync(file, told.parts);
    return { ...saved, missing: missingOf(told, left) };
  },
  format: ({ path, instances, bytes, missing }) =>
    [
      `Saved ${path}: ${instances} instances, ${bytes} bytes.`,
      ...(missing.length === 0 ? [] : ['Not in the file:', ...missing.map((line) => `  ${shownName(line)}`)]),
    ].join('\n'),
});

/** What a reader of the file would look for in vain, one line each. */
function missingOf({ left, terrainCells }: ToldPlace, unwritten: readonly string[]): string[] {
  const lines: string[] = [];
  if (terrainCells === undefined) lines.push('terrain, if there is any');
  else if (terrainCells > 0) lines.push(`the terrain (${terrainCells} cells)`);
  lines.push(...left.instances.map(({ path, why }) => `${path}: ${why}`));
  const properties = [...left.properties, ...unwritten];
  if (properties.length > 0) lines.push(`properties that plugins cannot read: ${listOf(properties)}`);
  if (left.references.length > 0) lines.push(`references to what is not saved: ${listOf(left.references)}`);
  return lines;
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(', ');
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}
