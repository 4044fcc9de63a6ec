// What `process launch` can be told, and what of it belongs together.
import * as z from 'zod/mini';
import { flagField, numberField, textField } from '../../../command/field-shapes.js';
import type { OpenPosition, PublishedPlace } from '../../../command/world/studio-opening.js';
import { BridgeError } from '../../../protocol/bridge-error.js';

export const launchInput = {
  place: textField('Place file to open (for an emulated Studio also a model or a Rojo project)'),
  placeId: numberField('Published place to open'),
  universeId: numberField('The experience that the published place is in'),
  placeVersion: numberField('The version of the published place, instead of the newest'),
  script: textField('Script to show, as Workspace/Folder/Script'),
  line: numberField('Line of the script to show'),
  endLine: numberField('Last line to select'),
  character: numberField('Character of the line to begin at'),
  endCharacter: numberField('Character of the last line to end at'),
  arg: z.optional(
    z
      .array(z.string().check(z.minLength(1)))
      .check(z.describe('One more argument for Studio, as it is; may be given again')),
  ),
  studioPath: textField('The Roblox Studio to use instead of those that are found'),
  emulator: z.optional(
    z
      .boolean()
      .check(z.describe('Use the emulated Studio (--no-emulator: never); by default if there is no other')),
  ),
  noWait: flagField('Only start it, and do not wait until it is connected'),
};

const schema = z.strictObject(launchInput);
export type LaunchInput = z.output<typeof schema>;

export const launchFlags = {
  place: { value: 'path', isPath: true },
  placeId: { value: 'number' },
  universeId: { value: 'number' },
  placeVersion: { value: 'number' },
  script: { value: 'path' },
  line: { value: 'number' },
  endLine: { value: 'number' },
  character: { value: 'number' },
  endCharacter: { value: 'number' },
  arg: { value: 'text', isRepeated: true },
  studioPath: { value: 'path', isPath: true },
} as const;

type Given = Omit<LaunchInput, 'noWait'>;

export function publishedOf({ place, placeId, universeId, placeVersion }: Given): PublishedPlace | undefined {
  if (placeId === undefined) {
    if (universeId === undefined && placeVersion === undefined) return undefined;
    throw usage('--universe-id and --place-version belong to a published place.', 'Name it: --place-id');
  }
  if (place !== undefined) {
    throw usage('A Studio opens one place: either --place or --place-id.', 'Leave one of them out.');
  }
  if (universeId === undefined) {
    throw usage(
      'Studio opens a published place by two numbers.',
      'Give the one of its experience too: --universe-id (both are in its address on create.roblox.com).',
    );
  }
  return { placeId, universeId, placeVersion };
}

export function positionOf(input: Given): OpenPosition | undefined {
  const { script, line, endLine, character, endCharacter } = input;
  if (script !== undefined) {
    return { script, startLine: line, endLine, startCharacter: character, endCharacter };
  }
  if ([line, endLine, character, endCharacter].every((value) => value === undefined)) return undefined;
  throw usage('A line is one of a script.', 'Name it: --script Workspace/Folder/Script');
}

function usage(message: string, hint: string): BridgeError {
  return new BridgeError('USAGE', message, { hint });
}
