import { expect, test } from 'vitest';
import { createFakeWorld } from '../../../../tests/support/command-context.js';
import type { InstallRequest } from '../../../command/world/plugin-installation.js';
import { pluginInstall } from './install.js';

function useWorld(change: 'created' | 'updated' | 'unchanged') {
  const requests: InstallRequest[] = [];
  const world = createFakeWorld({
    context: {
      plugins: {
        async installAsync(request) {
          requests.push(request);
          return { path: '/P/StudioBridge.rbxmx', version: '0.1.0', change, hash: 'h' };
        },
        uninstallAsync: () => expect.unreachable(),
        statusAsync: () => expect.unreachable(),
      },
    },
  });
  return { world, requests };
}

test.each([
  [
    'created',
    false,
    'Installed /P/StudioBridge.rbxmx (version 0.1.0)\nRestart Studio; it then connects by itself when a host runs.',
  ],
  [
    'updated',
    false,
    'Updated /P/StudioBridge.rbxmx (version 0.1.0)\nRestart Studio; it then connects by itself when a host runs.',
  ],
  ['unchanged', false, 'Already there, unchanged: /P/StudioBridge.rbxmx (version 0.1.0)'],
  ['created', true, 'Would be created: /P/StudioBridge.rbxmx (version 0.1.0)'],
] as const)('says what became of it: %s, dry run %s', async (change, dryRun, text) => {
  const { world, requests } = useWorld(change);
  const data = await pluginInstall.run({ force: false, 'dry-run': dryRun }, world.context, undefined);
  expect(pluginInstall.format(data, { streamed: true })).toBe(text);
  expect(requests).toMatchObject([{ force: false, dryRun, ports: undefined }]);
});

test('a port that was named is the one the plugin will look at', async () => {
  const { world, requests } = useWorld('created');
  await pluginInstall.run(
    { force: true, 'dry-run': false },
    { ...world.context, options: { port: 4000 } },
    undefined,
  );
  expect(requests).toMatchObject([{ force: true, ports: [4000] }]);
});
