import { expect, test } from 'vitest';
import { type DescribedMachine, machineOf } from '../../../tests/support/machine-of.js';
import { resolvePluginsFolder } from './plugins-folder.js';

const VINEGAR_USERS = '/home/ada/.var/app/org.vinegarhq.Vinegar/data/vinegar/prefixes/studio/drive_c/users';

const withFiles = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, 1]));

test.each<[string, DescribedMachine, string]>([
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
      files: withFiles(
        '/mnt/c/Users/Public/x',
        '/mnt/c/Users/Ada/AppData/Local/Roblox/x',
        '/mnt/c/Users/Eve/x',
      ),
    },
    '/mnt/c/Users/Ada/AppData/Local/Roblox/Plugins',
  ],
  [
    'Vinegar',
    { files: withFiles('/home/ada/.local/share/vinegar/appdata/x') },
    '/home/ada/.local/share/vinegar/appdata/Roblox/Plugins',
  ],
  [
    'Vinegar as a flatpak with an older prefix',
    { files: withFiles(`${VINEGAR_USERS}/Public/x`, `${VINEGAR_USERS}/ada/x`) },
    `${VINEGAR_USERS}/ada/AppData/Local/Roblox/Plugins`,
  ],
  [
    'a Wine prefix',
    { files: withFiles('/home/ada/.wine/drive_c/users/ada/AppData/Local/Roblox/x') },
    '/home/ada/.wine/drive_c/users/ada/AppData/Local/Roblox/Plugins',
  ],
])('%s', (_name, described, folder) => {
  expect(resolvePluginsFolder(machineOf(described))).toBe(folder);
});

test('the Studio that is used has its own folder, also where others have one too', () => {
  const roblox = '/mnt/c/Users/Eve/AppData/Local/Roblox';
  const studio = `${roblox}/Versions/version-a/RobloxStudioBeta.exe`;
  const files = withFiles('/mnt/c/Users/Ada/AppData/Local/Roblox/Plugins/x', `${roblox}/Plugins/x`, studio);
  expect(resolvePluginsFolder(machineOf({ isWsl: true, files }))).toBe(`${roblox}/Plugins`);
  const env = { ROBLOX_STUDIO_PATH: '/tools/Roblox/Versions/version-a/RobloxStudioBeta' };
  const named = withFiles(env.ROBLOX_STUDIO_PATH);
  expect(resolvePluginsFolder(machineOf({ env, files: named }))).toBe('/tools/Roblox/Plugins');
});

test('a folder that the user named wins', () => {
  expect(resolvePluginsFolder(machineOf({}), '/somewhere/else')).toBe('/somewhere/else');
});

test('a machine without Studio gets told so, with the next step', () => {
  expect(() => resolvePluginsFolder(machineOf({}))).toThrow(
    'No folder for Studio plugins was found on this machine.',
  );
  expect(() => resolvePluginsFolder({ ...machineOf({}), home: undefined })).toThrow('No folder');
});

test('two folders are not chosen between silently', () => {
  const files = withFiles(
    '/mnt/c/Users/Ada/AppData/Local/Roblox/Plugins/x',
    '/mnt/c/Users/Eve/AppData/Local/Roblox/Plugins/x',
  );
  expect(() => resolvePluginsFolder(machineOf({ isWsl: true, files }))).toThrow(
    /More than one folder.*Ada.*Eve/,
  );
});
