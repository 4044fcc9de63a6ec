import { expect, test } from 'vitest';
import type { MissingStudio } from './find-studio.js';
import { nativeInstallation } from './installation.js';
import { createStudioLauncher, type EmulatorStart, type StudioStart } from './studio-launcher.js';

function createLauncher(program?: string | MissingStudio) {
  const started: EmulatorStart[] = [];
  const launched: StudioStart[] = [];
  const launcher = createStudioLauncher({
    findInstallations: (named) => {
      if (named !== undefined) return { missing: named, namedBy: '--studio-path' };
      if (typeof program === 'object') return program;
      return program === undefined ? [] : [nativeInstallation(program, 'the registry')];
    },
    loadPluginAsync: async () => ({ name: 'Plugin', files: { 'init.server.luau': '' } }),
    async startStudioAsync(_installation, request) {
      launched.push(request);
      return {
        kind: 'studio',
        notice: request.notice,
        exited: new Promise(() => {}),
        savePlaceAsync: async () => '',
        closeAsync: async () => {},
      };
    },
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
  return { launcher, started, launched };
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

test('Roblox Studio is used where it is, unless the emulated one is asked for', async () => {
  const { launcher, started, launched } = createLauncher('/Applications/Studio');
  const request = { port: 9000, place: 'game.rbxl', isHeaded: true };
  expect(await launcher.launchAsync(request)).toMatchObject({ kind: 'studio' });
  expect(await launcher.launchAsync({ emulator: false })).toMatchObject({ kind: 'studio' });
  expect(started).toEqual([]);
  expect(launched).toMatchObject([
    {
      ...request,
      isLongLived: false,
      notice: 'Using Roblox Studio (/Applications/Studio, found by the registry).',
    },
    { isHeaded: false },
  ]);
  expect(await launcher.launchAsync({ emulator: true })).toMatchObject({ kind: 'emulator' });
});

test('one that was named and is not there is never replaced by another', async () => {
  const { launcher, started } = createLauncher({ missing: '/gone', namedBy: 'ROBLOX_STUDIO_PATH' });
  await expect(launcher.launchAsync({})).rejects.toMatchObject({
    message: 'ROBLOX_STUDIO_PATH names /gone, and no Roblox Studio is there.',
  });
  expect(started).toEqual([]);
});

test('the real one, where it is not found, is an error with the way out', async () => {
  const { launcher, started } = createLauncher();
  await expect(launcher.launchAsync({ emulator: false })).rejects.toMatchObject({
    code: 'STUDIO_NOT_FOUND',
    message: 'Roblox Studio was not found on this machine.',
    hint: 'Name it with ROBLOX_STUDIO_PATH, or use the emulated one: --emulator',
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
