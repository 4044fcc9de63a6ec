// `emulator`: emulated Studios that stay. They run the real plugin, so they find the host as any Studio does.
import { defineCommand } from '../../command/define-command.js';
import { faultFlags } from '../../command/faults/fault-file.js';
import { readStudioFaultsAsync } from '../../command/faults/studio-faults.js';
import { determinismFlags } from '../../command/studios/determinism.js';
import { placeFlags } from '../../command/studios/place-input.js';
import { untilAbortedAsync } from '../../command/waits.js';
import { beStudioAsync, isAsStudio, ownFlags } from './as-studio.js';
import { emulatorInput, refuseImpossible } from './emulator-input.js';
import { instanceName, reasonOf, reloadEmission, startedText } from './emulator-text.js';
import { operateAsync } from './operate.js';
import { warnOfForeignAsync } from './warn-of-foreign.js';

export const emulator = defineCommand({
  name: ['emulator'],
  section: 'Infrastructure',
  summary: 'Start an emulated Studio that stays',
  description:
    'It runs the same plugin as Roblox Studio does, finds the bridge host by itself, and stays in the\n' +
    'foreground until it is interrupted.',
  examples: [
    { line: 'emulator', about: 'Start one that looks for the host on the usual ports' },
    { line: 'emulator --instances 3 --place-name Lobby', about: 'Start three of them' },
    { line: 'emulator --play --players 2', about: 'Start one in a play test with two players' },
    { line: 'emulator --virtual-time --seed 1', about: 'Start one in which waiting takes no time' },
    { line: 'emulator --faults bad-network.json', about: 'Start one on whose connections things go wrong' },
    { line: 'emulator --place game.rbxl --save-to changed.rbxl', about: 'Open a place, save it at the end' },
    { line: 'emulator --as-studio --launcher ./RobloxStudioBeta', about: 'Make a program like Studio' },
    { line: 'emulator --operate', about: "Press plugins' buttons in it (docs/emulator.md)" },
    { line: 'emulator --place default.project.json --watch', about: 'Open a Rojo project, and follow it' },
  ],
  target: 'none',
  heeds: ['port'],
  startsStudio: true,
  isLongRunning: true,
  surfaces: ['cli'],
  readOnly: false,
  positionals: ['studioArguments'],
  input: emulatorInput,
  flags: { ...ownFlags, ...determinismFlags, ...placeFlags, ...faultFlags },
  async run(input, context) {
    if (isAsStudio(input)) return await beStudioAsync(input, context);
    const { placeName, instances, play, players, virtualTime, seed, place, saveTo, watch } = input;
    const { faults, operate } = input;
    const { studios, options, signal, emit, notify, files } = context;
    await warnOfForeignAsync(context);
    refuseImpossible(input, context.inputLines !== undefined);
    const plan = faults === undefined ? undefined : await readStudioFaultsAsync(files, faults);
    const names = Array.from({ length: instances }, (_, at) => instanceName(placeName, at, instances));
    const running = await Promise.all(
      names.map((name, at) =>
        studios.launchAsync({
          port: options.port,
          emulator: true,
          isLongLived: true,
          placeName: name,
          place,
          play: players ?? (play ? 1 : undefined),
          virtualTime,
          seed: seed === undefined ? undefined : seed + at,
          onReload:
            watch && place !== undefined ? (reload) => emit(reloadEmission(place, reload)) : undefined,
          // Each of several has its own draws.
          faults: plan && { ...plan, seed: (plan.seed ?? 0) + at },
        }),
      ),
    );
    emit({ data: { event: 'started', instances }, text: startedText(instances, options.port), to: 'result' });
    const exits = running.map(async ({ exited }, at) => {
      const why = reasonOf(await exited);
      if (why !== undefined) notify(`${names[at] ?? 'The emulated Studio'} ended: ${why}.`);
    });
    const [desk, lines] = [running[0]?.desk, context.inputLines?.(signal)];
    const operated = operate && desk && lines ? operateAsync(desk, lines, context) : undefined;
    await Promise.race([untilAbortedAsync(signal), Promise.all(exits)]);
    await operated;
    if (saveTo !== undefined) notify(`Saved ${await running[0]?.savePlaceAsync(saveTo)}.`);
    await Promise.all(running.map((studio) => studio.closeAsync()));
    return undefined;
  },
  format: () => '',
});
