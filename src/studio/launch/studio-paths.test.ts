import { expect, test } from 'vitest';
import { type DescribedMachine, machineOf } from '../../../tests/support/machine-of.js';
import { nativeInstallation, type StudioInstallation } from '../installation.js';
import { wineInstallation } from '../systems/wine.js';
import { windowsInstallation } from '../systems/wsl.js';
import { fromStudioPath, toStudioPath, whyUnfit } from './studio-paths.js';

const WSL: DescribedMachine = { isWsl: true, env: { WSL_DISTRO_NAME: 'Ubuntu-24.04' } };
const OF_WINDOWS = windowsInstallation('/mnt/c/Studio.exe', 'WSL');
const NATIVE = nativeInstallation('/Studio', 'x');
const WINE_STUDIO = '/home/ada/.wine/drive_c/users/ada/Studio.exe';

function inWine(): StudioInstallation {
  const files = { '/usr/bin/wine': 1 };
  const installation = wineInstallation(machineOf({ env: { PATH: '/usr/bin' }, files }), WINE_STUDIO, 'Wine');
  if (!installation) throw new TypeError('Wine was described and not found.');
  return installation;
}

test.each<[string, DescribedMachine, StudioInstallation, string, string]>([
  ['a drive of Windows', WSL, OF_WINDOWS, '/mnt/d/Games/my place.rbxl', 'D:\\Games\\my place.rbxl'],
  ['the drive itself', WSL, OF_WINDOWS, '/mnt/c', 'C:\\'],
  [
    'the home folder',
    WSL,
    OF_WINDOWS,
    '/home/ada/ü.rbxl',
    '\\\\wsl.localhost\\Ubuntu-24.04\\home\\ada\\ü.rbxl',
  ],
  [
    'a folder beside the drives',
    WSL,
    OF_WINDOWS,
    '/mnt/data/x',
    '\\\\wsl.localhost\\Ubuntu-24.04\\mnt\\data\\x',
  ],
  ['any file, for Wine', {}, inWine(), "/home/ada/a $b';c.rbxl", "Z:\\home\\ada\\a $b';c.rbxl"],
  ['any file on macOS', { platform: 'darwin' }, NATIVE, '/Users/ada/x.rbxl', '/Users/ada/x.rbxl'],
])('%s is named to Studio, and named back', (_what, described, installation, here, there) => {
  const machine = machineOf(described);
  expect(toStudioPath(machine, installation, here)).toBe(there);
  expect(fromStudioPath(machine, installation, there)?.replace(/\/$/, '')).toBe(here);
});

test('drives that are mounted elsewhere are found by what wsl.conf says', () => {
  const texts = {
    '/etc/wsl.conf': '[user]\ndefault=ada\nroot = /no\n[automount]\nenabled = true\nroot = /\n',
  };
  const machine = machineOf({ ...WSL, texts });
  expect(toStudioPath(machine, OF_WINDOWS, '/c/x.rbxl')).toBe('C:\\x.rbxl');
  expect(fromStudioPath(machine, OF_WINDOWS, 'C:\\x.rbxl')).toBe('/c/x.rbxl');
});

test('on Windows the prefix for long paths is left out: Studio does not take it', () => {
  const machine = machineOf({ platform: 'win32' });
  expect(toStudioPath(machine, NATIVE, '\\\\?\\C:\\x.rbxl')).toBe('C:\\x.rbxl');
  expect(toStudioPath(machine, NATIVE, '\\\\?\\UNC\\box\\share\\x.rbxl')).toBe('\\\\box\\share\\x.rbxl');
});

test("Wine's drive C is in its prefix; what is nowhere here has no name", () => {
  const wine = inWine();
  expect(fromStudioPath(machineOf({}), wine, 'C:\\users\\ada\\x.log')).toBe(
    '/home/ada/.wine/drive_c/users/ada/x.log',
  );
  expect(fromStudioPath(machineOf({}), wine, 'D:\\x.log')).toBeUndefined();
  expect(fromStudioPath(machineOf(WSL), OF_WINDOWS, '\\\\wsl$\\Debian\\x')).toBeUndefined();
});

test('a Linux that Windows cannot name is an error with the way out', () => {
  expect(() => toStudioPath(machineOf({ isWsl: true }), OF_WINDOWS, '/home/ada/x.rbxl')).toThrow(
    expect.objectContaining({
      code: 'STUDIO_NOT_FOUND',
      message: 'Windows cannot be told where /home/ada/x.rbxl is.',
      hint: 'Set WSL_DISTRO_NAME to the name that wsl.exe --list shows, or keep the file below /mnt/c.',
    }),
  );
});

test.each([
  ['/home/ada/a:b.rbxl', 'Windows cannot name a file "a:b.rbxl"'],
  ['/home/ada/say "hi".rbxl', 'Windows cannot name a file "say \\"hi\\".rbxl"'],
  ['/home/ada/dot./x.rbxl', 'Windows cannot name a file "dot."'],
  ['/home/ada/NUL.rbxl', 'Windows cannot name a file "NUL.rbxl"'],
  [`/home/${'a'.repeat(250)}/x.rbxl`, 'its path has 265 characters, and Studio opens no more than 259'],
  ["/home/ada/$HOME; it's fine (1).rbxl", undefined],
])('whether Studio in Wine can open %s', (path, why) => {
  expect(whyUnfit(machineOf({}), inWine(), path)).toBe(why);
  expect(whyUnfit(machineOf({ platform: 'darwin' }), NATIVE, path)).toBeUndefined();
});

test('on Windows only the length counts, because any name there is one of Windows', () => {
  const machine = machineOf({ platform: 'win32' });
  expect(whyUnfit(machine, NATIVE, `C:\\${'a'.repeat(300)}.rbxl`)).toMatch(/^its path has 308 characters/);
  expect(whyUnfit(machine, NATIVE, 'C:\\x.rbxl')).toBeUndefined();
});
