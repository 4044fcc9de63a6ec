// `cloud emulator`: an Open Cloud on this machine, which runs the scripts of its tasks on the emulated engine.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { readCloudFaultsAsync } from '../../../command/faults/cloud-faults.js';
import { faultFile, faultFlags } from '../../../command/faults/fault-file.js';
import { untilAbortedAsync } from '../../../command/waits.js';

export const cloudEmulator = defineCommand({
  name: ['cloud', 'emulator'],
  summary: 'Start an emulated Open Cloud that stays',
  description:
    'It listens on this machine only, accepts every key, knows every place, and holds to the limits that Roblox documents.\n' +
    'Versions of places are numbered from a number of its own, so that none is taken for one of another run.\n' +
    'Clients take its address instead of https://apis.roblox.com: --cloud-url, or STUDIO_BRIDGE_CLOUD_URL.',
  examples: [
    { line: 'cloud emulator --port 8080', about: 'Start one at http://127.0.0.1:8080' },
    { line: 'cloud emulator --no-boot', about: 'Start tasks at once, without the seconds that servers take' },
    { line: 'cloud emulator --faults bad-day.json', about: 'Start one in which things go wrong' },
  ],
  target: 'none',
  isLongRunning: true,
  surfaces: ['cli'],
  readOnly: false,
  positionals: [],
  flags: { port: { value: 'number', hasNoVariable: true }, ...faultFlags },
  input: z.strictObject({
    port: z._default(
      z
        .int()
        .check(z.minimum(0), z.maximum(65_535), z.describe('The port it listens on; 0 takes a free one')),
      0,
    ),
    boot: z._default(
      z.boolean().check(z.describe('Let servers take the seconds to start that real ones take')),
      true,
    ),
    faults: z.optional(faultFile),
  }),
  async run({ port, boot, faults }, { cloud, files, signal, emit, logger }) {
    const plan = faults === undefined ? undefined : await readCloudFaultsAsync(files, faults);
    const emulator = await cloud.startEmulatorAsync({
      port,
      noBoot: !boot,
      faults: plan,
      onRequest: ({ method, path, status }) => logger.debug(`${status} ${method} ${path}`),
    });
    emit({
      data: { event: 'started', url: emulator.url, port: emulator.port },
      text: `Emulated Open Cloud at ${emulator.url}\nUse it: export STUDIO_BRIDGE_CLOUD_URL=${emulator.url} STUDIO_BRIDGE_API_KEY=any`,
      to: 'result',
    });
    await untilAbortedAsync(signal);
    await emulator.closeAsync();
    return undefined;
  },
  format: () => '',
});
