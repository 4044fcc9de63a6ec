// `process run`: a Studio for one script, from start to end.
import * as z from 'zod/mini';
import type { StudioSession } from '../../../command/command-context.js';
import { defineCommand } from '../../../command/define-command.js';
import { runScriptAsync, scriptResultView } from '../../../command/scripts/script-run.js';
import { readScriptAsync, scriptInput } from '../../../command/scripts/script-source.js';
import { determinismFlags, determinismInput, studioFor } from '../../../command/studios/determinism.js';
import { OWN_STUDIO_DEFAULTS, withOwnStudioAsync } from '../../../command/studios/own-studio.js';
import {
  placeFile,
  placeFlags,
  savedPlaceFile,
  studioPathInput,
} from '../../../command/studios/place-input.js';
import type { RunningStudio } from '../../../command/world/studio-launcher.js';

export const processRun = defineCommand({
  name: ['process', 'run'],
  summary: 'Start a Studio, run Luau in it, and close it',
  description:
    'The Studio is the emulated one where Roblox Studio is not installed; the first line on standard error says\n' +
    'which it is. It is on its own: no other session is touched, and nothing of it is left afterwards.\n' +
    '--wait bounds the start of the Studio, and --timeout the script in it.',
  examples: [
    { line: `process run 'print("hello"); return 1 + 1'`, about: 'Run a line of Luau' },
    { line: 'process run --file script.luau --json', about: 'Run a file and get the result as JSON' },
    {
      line: `process run --place game.rbxl 'return #workspace:GetDescendants()'`,
      about: 'Run it in a place file',
    },
    { line: `process run --emulator 'return _VERSION'`, about: 'Use the emulated Studio in any case' },
    {
      line: `process run --virtual-time --seed 1 'task.wait(3600); return math.random()'`,
      about: 'Wait an hour in no time, with the same random numbers in every run',
    },
  ],
  target: 'none',
  heeds: ['wait', 'timeout', 'read-only'],
  defaults: OWN_STUDIO_DEFAULTS,
  startsStudio: true,
  surfaces: ['cli', 'repl'],
  readOnly: false,
  positionals: ['code'],
  flags: {
    file: { short: 'f', value: 'path', isPath: true },
    studioPath: { value: 'path', isPath: true },
    ...determinismFlags,
    ...placeFlags,
  },
  aliases: ['run'],
  input: z.strictObject({
    ...scriptInput,
    place: z.optional(placeFile),
    saveTo: z.optional(savedPlaceFile),
    emulator: z.optional(
      z
        .boolean()
        .check(z.describe('Use the emulated Studio (--no-emulator: never); by default if there is no other')),
    ),
    studioPath: z.optional(studioPathInput),
    keepOpen: z.optional(
      z.boolean().check(z.describe('Leave Studio open when the script has run, with the copy of the place')),
    ),
    headed: z.optional(z.boolean().check(z.describe("Show Studio's window, where it would be hidden"))),
    ...determinismInput,
  }),
  prepare: (input, { files }) => readScriptAsync(input, files),
  async run({ emulator, studioPath, virtualTime, seed, place, saveTo, keepOpen, headed }, context, script) {
    const which = studioFor(emulator, { virtualTime, seed });
    const launch = { emulator: which, virtualTime, seed, place, studioPath, isHeaded: headed || keepOpen };
    const workAsync = async (session: StudioSession, studio: RunningStudio) => {
      const result = await runScriptAsync(script, session, context);
      if (saveTo !== undefined) context.notify(`Saved ${await studio.savePlaceAsync(saveTo)}.`);
      return result;
    };
    return await withOwnStudioAsync(launch, context, workAsync, { keepOpen });
  },
  ...scriptResultView,
});
