import { expect, test } from 'vitest';
import { nativeInstallation } from './installation.js';
import { createStudioLauncher, type EmulatorStart } from './studio-launcher.js';

function createLauncher(program?: string) {
  const started: EmulatorStart[] = [];
  const launcher = createStudioLauncher({
    findInstallations: (named) => {
      if (named !== undefined) return { missing: named, namedBy: '--studio-path' };
      return program === undefined ? [] : [nativeInstallation(program, 'the registry')];
    },
    loadPluginAsync: async () => ({ name: 'Plugin', files: { 'init.server.luau': '' } }),
    async startEmulatorAsync(options) {
      started.push(options);
      return {
        exited: Promise.resolve(),
        onReload: () => {},
        savePlaceAsync: async () => '',
        closeAsync: async () => {},
        terminateAsync: async () => {},
      };
    },
  });
  return { launcher, started };
}

test('without Roblox Studio the emulated one is used, with the plugin that ships', async () => {
  const { launcher, started } = createLauncher();
  const studio = await launcher.launchAsync({ port: 9000, placeName: 'Lobby' });
  expect(studio).toMatchObject({
    kind: 'emulator',
    notice: 'Using an emulated Studio (Roblox Studio was not found on this machine).',
  });
  expect(started).toEqual([
    { port: 9000, placeName: 'Lobby', plugins: [{ name: 'Plugin', files: { 'init.server.luau': '' } }] },
  ]);
});

test('who asks for the emulated one is not told why', async () => {
  const { launcher } = createLauncher();
  expect(await launcher.launchAsync({ emulator: true })).toMatchObject({
    notice: 'Using an emulated Studio.',
  });
});

test('a Studio that is installed but cannot be started here is not passed over in silence', async () => {
  const { launcher } = createLauncher('/Applications/Studio');
  expect(await launcher.launchAsync({})).toMatchObject({
    notice: 'Using an emulated Studio (this version does not start Roblox Studio by itself).',
  });
});

test('the real one, where it is not found, is an error with the way out', async () => {
  const { launcher, started } = createLauncher();
  await expect(launcher.launchAsync({ emulator: false })).rejects.toMatchObject({
    code: 'STUDIO_NOT_FOUND',
    message: 'Roblox Studio was not found on this machine.',
    hint: 'Use the emulated one: --emulator',
  });
  expect(started).toEqual([]);
});

test('the installations are told with the one that is used', async () => {
  const { launcher } = createLauncher('/Studio');
  expect(await launcher.listInstallationsAsync()).toEqual([
    { path: '/Studio', foundBy: 'the registry', used: true },
  ]);
  await expect(launcher.listInstallationsAsync('/gone')).rejects.toMatchObject({
    code: 'STUDIO_NOT_FOUND',
    message: '--studio-path names /gone, and no Roblox Studio is there.',
  });
});
