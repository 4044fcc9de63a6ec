import { expect, test } from 'vitest';
import { type DescribedMachine, machineOf } from '../../tests/support/machine-of.js';
import { verifies } from '../../tests/support/verifies.js';
import { describeSearch, findInstallations, hasStudio } from './find-studio.js';
import { registryText } from './machine.js';

function found(described: DescribedMachine, given?: string) {
  const installations = findInstallations(machineOf(described), given);
  if ('missing' in installations) return installations;
  return installations.map(({ program, leadingArgs, paths, foundBy }) => [
    [program, ...leadingArgs].join(' '),
    paths,
    foundBy,
  ]);
}

const LOCAL = 'C:\\Users\\Ada\\AppData\\Local';
const VERSIONS = `${LOCAL}\\Roblox\\Versions`;
const studioIn = (version: string) => `${VERSIONS}\\${version}\\RobloxStudioBeta.exe`;
const onWindows: DescribedMachine = {
  platform: 'win32',
  home: 'C:\\Users\\Ada',
  env: { LOCALAPPDATA: LOCAL },
};

test('on Windows the newest version is used; folders of the player are not taken for it', () => {
  const files = {
    [studioIn('version-a')]: 100,
    [studioIn('version-b')]: 200,
    [`${VERSIONS}\\version-c\\Player.exe`]: 300,
  };
  expect(found({ ...onWindows, files })).toEqual([
    [studioIn('version-b'), 'native', `the version folders in ${VERSIONS}`],
    [studioIn('version-a'), 'native', `the version folders in ${VERSIONS}`],
  ]);
});

verifies(
  'studio.found',
  'on Windows the registry decides, unless it names a version that an update removed',
  () => {
    const files = { [studioIn('version-a')]: 100, [studioIn('version-b')]: 200 };
    const registry = {
      'HKCU\\Software\\Roblox\\RobloxStudio ContentFolder': `${VERSIONS}\\version-a\\content\\`,
    };
    expect(found({ ...onWindows, files, registry })).toEqual([
      [studioIn('version-a'), 'native', 'the registry'],
      [studioIn('version-b'), 'native', `the version folders in ${VERSIONS}`],
    ]);
    const stale = { 'HKCU\\Software\\Roblox\\RobloxStudio ContentFolder': `${VERSIONS}\\version-0\\content` };
    expect(found({ ...onWindows, files, registry: stale })).toHaveLength(2);
  },
);

test('on Windows an installation for all users is found too', () => {
  const program = 'C:\\Program Files (x86)\\Roblox\\Versions\\version-a\\RobloxStudioBeta.exe';
  const env = { LOCALAPPDATA: LOCAL, 'ProgramFiles(x86)': 'C:\\Program Files (x86)' };
  expect(found({ ...onWindows, env, files: { [program]: 1 } })).toEqual([
    [program, 'native', 'the version folders in C:\\Program Files (x86)\\Roblox\\Versions'],
  ]);
});

verifies(
  'studio.found',
  'on macOS both names of the program are known, for everybody and for one user',
  () => {
    const mine = '/Users/ada/Applications/RobloxStudio.app/Contents/MacOS/RobloxStudioBeta';
    const everybodys = '/Applications/RobloxStudio.app/Contents/MacOS/RobloxStudio';
    expect(found({ platform: 'darwin', home: '/Users/ada', files: { [mine]: 2, [everybodys]: 1 } })).toEqual([
      [everybodys, 'native', '/Applications'],
      [mine, 'native', '/Users/ada/Applications'],
    ]);
  },
);

verifies('studio.found', 'from WSL it is the one of Windows, with paths as Windows writes them', () => {
  const program = '/mnt/c/Users/Ada/AppData/Local/Roblox/Versions/version-a/RobloxStudioBeta.exe';
  expect(found({ isWsl: true, files: { [program]: 1, '/mnt/c/Users/Public/x': 1 } })).toEqual([
    [program, 'windows', 'the version folders in /mnt/c/Users/Ada/AppData/Local/Roblox/Versions'],
  ]);
  expect(found({ isWsl: false, files: { [program]: 1 } })).toEqual([]);
});

verifies('studio.found', 'on Linux it is started by Vinegar, native or as a flatpak', () => {
  const env = { PATH: 'relative:/usr/bin:/opt/bin' };
  expect(found({ env, files: { '/opt/bin/vinegar': 1 } })).toEqual([
    ['/opt/bin/vinegar run', 'wine', 'Vinegar'],
  ]);
  const flatpak = { '/usr/bin/flatpak': 1, '/home/ada/.local/share/flatpak/app/org.vinegarhq.Vinegar/x': 1 };
  expect(found({ env, files: flatpak })).toEqual([
    ['/usr/bin/flatpak run org.vinegarhq.Vinegar run', 'wine', 'Vinegar (flatpak)'],
  ]);
  expect(found({ env, files: { '/usr/bin/flatpak': 1 } })).toEqual([]);
});

verifies('studio.found', 'on Linux it is started by Wine from a plain prefix', () => {
  const program =
    '/home/ada/.wine/drive_c/users/ada/AppData/Local/Roblox/Versions/version-a/RobloxStudioBeta.exe';
  const files = { '/usr/bin/wine': 1, [program]: 1 };
  expect(found({ env: { PATH: '/usr/bin' }, files })).toEqual([
    [`/usr/bin/wine ${program}`, 'wine', 'the Wine prefix /home/ada/.wine'],
  ]);
  expect(found({ env: { PATH: '' }, files })).toEqual([]);
  const other = program.replace('/home/ada/.wine', '/games');
  expect(
    found({ env: { PATH: '/usr/bin', WINEPREFIX: '/games' }, files: { '/usr/bin/wine': 1, [other]: 1 } }),
  ).toEqual([[`/usr/bin/wine ${other}`, 'wine', 'the Wine prefix /games']]);
});

verifies('studio.found', 'in a Wine prefix also the one of an installer for all users', () => {
  const program =
    '/home/ada/.wine/drive_c/Program Files (x86)/Roblox/Versions/version-a/RobloxStudioBeta.exe';
  expect(found({ env: { PATH: '/usr/bin' }, files: { '/usr/bin/wine': 1, [program]: 1 } })).toEqual([
    [`/usr/bin/wine ${program}`, 'wine', 'the Wine prefix /home/ada/.wine'],
  ]);
});

verifies('studio.found', 'where none is used, what was searched and what was passed over is told', () => {
  const program = '/games/drive_c/users/ada/AppData/Local/Roblox/Versions/v/RobloxStudioBeta.exe';
  const files = { [program]: 1, '/home/ada/.local/share/vinegar/x': 1 };
  expect(describeSearch(machineOf({ env: { PATH: '', WINEPREFIX: '/games' }, files }))).toEqual({
    searched: ['vinegar and flatpak on PATH', 'the Wine prefix /games'],
    passedOver: [
      "/home/ada/.local/share/vinegar is Vinegar's, and neither vinegar nor flatpak with it is on PATH.",
      `${program} needs Wine, and no wine is on PATH.`,
    ],
  });
  expect(describeSearch(machineOf({ platform: 'darwin', home: '/Users/ada' }))).toEqual({
    searched: ['/Applications', '/Users/ada/Applications'],
    passedOver: [],
  });
  expect(describeSearch(machineOf(onWindows)).searched).toEqual([
    'HKCU\\Software\\Roblox\\RobloxStudio\\ContentFolder',
    VERSIONS,
  ]);
});

test.each([
  ['the program', studioIn('version-a')],
  ['the folder of its version', `${VERSIONS}\\version-a`],
  ['the folder of all versions', VERSIONS],
  ["Roblox's folder", `${LOCAL}\\Roblox`],
])('a user may name %s', (_what, given) => {
  const files = { [studioIn('version-a')]: 100 };
  expect(found({ ...onWindows, files }, given)).toEqual([[studioIn('version-a'), 'native', '--studio-path']]);
  expect(found({ ...onWindows, files, env: { ROBLOX_STUDIO_PATH: given } })).toEqual([
    [studioIn('version-a'), 'native', 'ROBLOX_STUDIO_PATH'],
  ]);
});

test('a user may name the application on macOS, and a program of Windows where Wine runs it', () => {
  const program = '/Volumes/Tools/RobloxStudio.app/Contents/MacOS/RobloxStudio';
  expect(found({ platform: 'darwin', files: { [program]: 1 } }, '/Volumes/Tools/RobloxStudio.app')).toEqual([
    [program, 'native', '--studio-path'],
  ]);
  const exe = '/games/RobloxStudioBeta.exe';
  expect(found({ env: { PATH: '/usr/bin' }, files: { [exe]: 1, '/usr/bin/wine': 1 } }, exe)).toEqual([
    [`/usr/bin/wine ${exe}`, 'wine', '--studio-path'],
  ]);
});

test('what was named and is not there is never replaced by another one', () => {
  const files = { [studioIn('version-a')]: 100 };
  expect(found({ ...onWindows, files }, 'D:\\gone')).toEqual({
    missing: 'D:\\gone',
    namedBy: '--studio-path',
  });
  expect(hasStudio(machineOf({ ...onWindows, files, env: { ROBLOX_STUDIO_PATH: 'D:\\gone' } }))).toBe(true);
});

test('whether there is one is told without the registry', () => {
  const asked: string[] = [];
  const machine = machineOf({
    ...onWindows,
    files: { [studioIn('version-a')]: 1 },
    onRegistry: (key) => asked.push(key),
  });
  expect(hasStudio(machine)).toBe(true);
  expect(hasStudio(machineOf({ ...onWindows }))).toBe(false);
  expect(asked).toEqual([]);
});

test('the value is read out of what reg.exe prints', () => {
  const printed =
    '\r\nHKEY_CURRENT_USER\\Software\\Roblox\\RobloxStudio\r\n    ContentFolder    REG_SZ    C:\\A B\\content\r\n\r\n';
  expect(registryText(printed, 'ContentFolder')).toBe('C:\\A B\\content');
  expect(registryText('ERROR: The system was unable to find the key.', 'ContentFolder')).toBeUndefined();
});

test('a file that cannot be run is refused, whoever names it', () => {
  const described = { files: { '/etc/passwd': 1 }, documents: ['/etc/passwd'] };
  const refusal = { missing: '/etc/passwd', isNoProgram: true };
  expect(found(described, '/etc/passwd')).toEqual({ ...refusal, namedBy: '--studio-path' });
  expect(found({ ...described, env: { ROBLOX_STUDIO_PATH: '/etc/passwd' } })).toEqual({
    ...refusal,
    namedBy: 'ROBLOX_STUDIO_PATH',
  });
});
