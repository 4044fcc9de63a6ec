import { expect, test } from 'vitest';
import { findStudio } from './find-studio.js';
import type { Machine } from './machine.js';

const machineOf = (platform: NodeJS.Platform, files: readonly string[]): Machine => ({
  platform,
  env: platform === 'win32' ? { LOCALAPPDATA: 'C:\\Local' } : {},
  home: undefined,
  exists: (path) => files.includes(path),
  list: (path) => (path === 'C:\\Local\\Roblox\\Versions' ? ['version-a', 'version-b'] : []),
  isWsl: false,
});

test('on Windows it is in the folder of its version; versions of the player are not taken for it', () => {
  const program = 'C:\\Local\\Roblox\\Versions\\version-b\\RobloxStudioBeta.exe';
  expect(findStudio(machineOf('win32', [program]))).toBe(program);
  expect(findStudio(machineOf('win32', []))).toBeUndefined();
  expect(findStudio({ ...machineOf('win32', [program]), env: {} })).toBeUndefined();
});

test('on macOS it is an application', () => {
  const program = '/Applications/RobloxStudio.app/Contents/MacOS/RobloxStudioBeta';
  expect(findStudio(machineOf('darwin', [program]))).toBe(program);
  expect(findStudio(machineOf('darwin', []))).toBeUndefined();
});

test('there is none for Linux', () => {
  expect(findStudio(machineOf('linux', []))).toBeUndefined();
});
