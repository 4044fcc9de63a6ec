// `cloud emulator`: an Open Cloud on this machine, which runs the scripts of its tasks on the emulated engine.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { untilAbortedAsync } from '../../../command/waits.js';

export const cloudEmulator = defineCommand({
  name: ['cloud', 'emulator'],
  summary: 'Start an emulated Open Cloud that stays',
  description:
    'It listens on this machine only, accepts every key, knows every place, and holds to the limits that Roblox documents.\n' +
    'Clients take its address instead of https://apis.roblox.com: --cloud-url, or STUDIO_BRIDGE_CLOUD_URL.',
  examples: [
    { line: 'cloud emulator --listen 8080', about: 'Start one at http://127.0.0.1:8080' },
    { line: 'cloud emulator --no-boot', about: 'Start tasks at once, without the seconds that servers take' },
  ],
  target: 'none',
  isLongRunning: true,
  surfaces: ['cli'],
  readOnly: false,
  positionals: [],
  flags: { listen: { value: 'port' } },
  input: z.strictObject({
    listen: z._default(
      z
        .int()
        .check(z.minimum(0), z.maximum(65_535), z.describe('The port it listens on; 0 takes a free one')),
      0,
    ),
    boot: z._default(
      z.boolean().check(z.describe('Let servers take the seconds to start that real ones take')),
      true,
    ),
  }),
  async run({ listen, boot }, { cloud, signal, emit, logger }) {
    const emulator = await cloud.startEmulatorAsync({
      port: listen,
      noBoot: !boot,
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
