// `emulator --as-studio`: a program that behaves as Roblox Studio does, for trying what starts one.
import * as z from 'zod/mini';
import type { CommandContext } from '../../command/command-context.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { shownName } from '../../support/shown-text.js';

export const asStudioInput = {
  asStudio: z._default(
    z.boolean().check(z.describe("Stand in for Roblox Studio; Studio's own arguments follow after --")),
    false,
  ),
  launcher: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.describe('With --as-studio: write an executable that starts it, and do no more'),
      ),
  ),
  settings: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.describe('With --as-studio: file that says how it behaves (docs/stand-in.md)'),
      ),
  ),
  studioArguments: z.optional(z.array(z.string()).check(z.describe("Studio's own arguments, after --"))),
};

/** How the fields of this command look that no other one has. */
export const ownFlags = {
  placeName: { value: 'name' },
  launcher: { value: 'path', isPath: true },
  settings: { value: 'path', isPath: true },
} as const;

interface AsStudio {
  readonly asStudio: boolean;
  readonly launcher?: string | undefined;
  readonly settings?: string | undefined;
  readonly studioArguments?: readonly string[] | undefined;
}

export function isAsStudio({ asStudio, launcher, settings, studioArguments }: AsStudio): boolean {
  if (asStudio || (launcher === undefined && settings === undefined && !studioArguments?.length))
    return asStudio;
  const [given] = studioArguments ?? [];
  throw new BridgeError('USAGE', "Studio's arguments, --launcher and --settings need --as-studio.", {
    hint:
      given === undefined || given.startsWith('-')
        ? 'See docs/stand-in.md'
        : `A place, model or project is named by an option: studio-bridge emulator --place ${shownName(given)}`,
  });
}

export async function beStudioAsync(
  { launcher, settings, studioArguments = [] }: AsStudio,
  { standIn, signal, emit }: CommandContext,
): Promise<undefined> {
  if (launcher !== undefined) {
    const path = await standIn.writeLauncherAsync(launcher, settings);
    emit({ text: `Wrote ${path}.`, data: { event: 'written', path }, to: 'result' });
    return undefined;
  }
  await standIn.runAsync({
    args: studioArguments,
    settings,
    signal,
    show: (line) => emit({ text: line, to: 'result' }),
  });
  return undefined;
}
