import { expect, test } from 'vitest';
import type { Machine } from './machine.js';
import { resolvePluginsFolder } from './plugins-folder.js';

function machine(options: Partial<Machine> & { folders?: Record<string, string[]> }): Machine {
  const folders = options.folders ?? {};
  return {
    platform: 'linux',
    env: {},
    home: '/home/ada',
    isWsl: false,
    exists: (path) => path in folders,
    list: (path) => folders[path] ?? [],
    ...options,
  };
}

test.each<[string, Partial<Machine> & { folders?: Record<string, string[]> }, string]>([
  [
    'Windows',
    { platform: 'win32', home: 'C:\\Users\\Ada', env: { LOCALAPPDATA: 'D:\\App Data' } },
    'D:\\App Data\\Roblox\\Plugins',
  ],
  [
    'Windows without LOCALAPPDATA',
    { platform: 'win32', home: 'C:\\Users\\Ada' },
    'C:\\Users\\Ada\\AppData\\Local\\Roblox\\Plugins',
  ],
  ['macOS', { platform: 'darwin', home: '/Users/ada' }, '/Users/ada/Documents/Roblox/Plugins'],
  [
    'WSL',
    {
      isWsl: true,
      folders: {
        '/mnt/c/Users': ['Public', 'Ada', 'Eve'],
        '/mnt/c/Users/Ada/AppData/Local/Roblox': [],
      },
    },
    '/mnt/c/Users/Ada/AppData/Local/Roblox/Plugins',
  ],
  [
    'Vinegar',
    { folders: { '/home/ada/.local/share/vinegar/appdata': [] } },
    '/home/ada/.local/share/vinegar/appdata/Roblox/Plugins',
  ],
  [
    'Vinegar as a flatpak with an older prefix',
    {
      folders: {
        '/home/ada/.var/app/org.vinegarhq.Vinegar/data/vinegar/prefixes/studio/drive_c/users': [
          'Public',
          'ada',
        ],
      },
    },
    '/home/ada/.var/app/org.vinegarhq.Vinegar/data/vinegar/prefixes/studio/drive_c/users/ada/AppData/Local/Roblox/Plugins',
  ],
])('%s', (_name, options, folder) => {
  expect(resolvePluginsFolder(machine(options))).toBe(folder);
});

test('a folder that the user named wins', () => {
  expect(resolvePluginsFolder(machine({}), '/somewhere/else')).toBe('/somewhere/else');
});

test('a machine without Studio gets told so, with the next step', () => {
  expect(() => resolvePluginsFolder(machine({}))).toThrow(
    'No folder for Studio plugins was found on this machine.',
  );
  expect(() => resolvePluginsFolder(machine({ home: undefined }))).toThrow('No folder');
});

test('two folders are not chosen between silently', () => {
  const folders = {
    '/mnt/c/Users': ['Ada', 'Eve'],
    '/mnt/c/Users/Ada/AppData/Local/Roblox': [],
    '/mnt/c/Users/Eve/AppData/Local/Roblox': [],
  };
  expect(() => resolvePluginsFolder(machine({ isWsl: true, folders }))).toThrow(
    /More than one folder.*Ada.*Eve/,
  );
});
