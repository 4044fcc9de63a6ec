// How each system tells its processes apart and ends them, by what its programs print and its files hold.
import { expect, test } from 'vitest';
import { type DescribedMachine, machineOf } from '../../../tests/support/machine-of.js';
import { placesOf } from '../find-studio.js';

function of(described: DescribedMachine) {
  const asked: string[] = [];
  const signals: (number | string)[][] = [];
  const machine = machineOf({
    ...described,
    onAsked: (line) => asked.push(line),
    onSignal: (pid, name) => signals.push([pid, name]),
  });
  const places = placesOf(machine);
  if (!places) throw new TypeError('There is no file for this system.');
  return { machine, places, asked, signals };
}

const STARTED = {
  pid: 7,
  args: ['--task', 'EditFile', '--localPlaceFile', 'C:\\a.rbxl'],
  paths: 'native',
} as const;
const POWERSHELL = 'powershell.exe -NoLogo -NoProfile -NonInteractive -Command';
const ASK_START = `${POWERSHELL} ([DateTimeOffset](Get-Process -Id 7 -ErrorAction Stop).StartTime).ToUnixTimeMilliseconds()`;
const ASK_STUDIOS = `${POWERSHELL} Get-CimInstance Win32_Process -Filter "Name='RobloxStudioBeta.exe'" | Select-Object ProcessId, CommandLine | ConvertTo-Json -Compress`;

test('Windows tells by PowerShell, asks windows to close, and ends a whole tree', async () => {
  const printed = { [ASK_START]: '1700000000123\r\n', 'taskkill.exe /PID 7': 'SUCCESS' };
  const { machine, places, asked, signals } = of({ platform: 'win32', printed });
  expect(await places.processStartMsAsync(machine, 7)).toBe(1_700_000_000_123);
  expect(await places.processStartMsAsync(machine, 8)).toBeUndefined();
  expect(await places.askToCloseAsync(machine, STARTED)).toBe(true);
  expect(await places.askToCloseAsync(machine, { ...STARTED, pid: 8 })).toBe(false);
  await places.endAsync(machine, STARTED);
  expect(asked.at(-1)).toBe('taskkill.exe /PID 7 /T /F');
  expect(signals).toEqual([]);
});

test('macOS tells by ps, quits one application, and ends its group', async () => {
  const quit = `/usr/bin/osascript -l JavaScript -e ObjC.import('AppKit'); $.NSRunningApplication.runningApplicationWithProcessIdentifier(7).terminate`;
  const printed = { '/bin/ps -o lstart= -p 7': 'Sat Nov 21 18:12:03 2026\n', [quit]: 'true\n' };
  const { machine, places, signals } = of({ platform: 'darwin', printed, processes: [-7] });
  expect(await places.processStartMsAsync(machine, 7)).toBe(Date.parse('Sat Nov 21 18:12:03 2026'));
  expect(await places.processStartMsAsync(machine, 8)).toBeUndefined();
  expect(await places.askToCloseAsync(machine, STARTED)).toBe(true);
  await places.endAsync(machine, STARTED);
  expect(signals).toEqual([[-7, 'SIGKILL']]);
});

test('Linux tells by its process table, in which a name may hold blanks and brackets', async () => {
  const fields = (state: string) =>
    `7 (Studio (x) y) ${state} 1 7 7 0 -1 4194304 1 0 0 0 1 1 0 0 20 0 11 0 250 1 1`;
  const texts = {
    '/proc/stat': 'cpu 1\nbtime 1700000000\n',
    '/proc/7/stat': fields('S'),
    '/proc/8/stat': fields('Z'),
  };
  const { machine, places, signals, asked } = of({ texts, processes: [7] });
  expect(await places.processStartMsAsync(machine, 7)).toBe(1_700_000_002_500);
  expect(await places.processStartMsAsync(machine, 8)).toBe('ended');
  expect(await places.processStartMsAsync(machine, 9)).toBeUndefined();
  const inWine = { ...STARTED, paths: 'wine' } as const;
  expect(await places.askToCloseAsync(machine, inWine)).toBe(false);
  await places.endAsync(machine, inWine);
  // A group that is gone leaves its leader to be ended.
  expect(signals).toEqual([
    [-7, 'SIGKILL'],
    [7, 'SIGKILL'],
  ]);
  expect(asked).toEqual([]);
});

test('WSL finds the program of Windows by what it was told, and ends that one', async () => {
  const rows = [
    {
      ProcessId: 41,
      CommandLine: '"C:\\S\\RobloxStudioBeta.exe" --task EditFile --localPlaceFile C:\\b.rbxl',
    },
    {
      ProcessId: 42,
      CommandLine: '"C:\\S\\RobloxStudioBeta.exe" --task EditFile --localPlaceFile C:\\a.rbxl',
    },
    { ProcessId: 43, CommandLine: null },
  ];
  const printed = { [ASK_STUDIOS]: JSON.stringify(rows), 'taskkill.exe /PID 42': 'SUCCESS' };
  const { machine, places, asked, signals } = of({ isWsl: true, printed, processes: [-7] });
  const ofWindows = { ...STARTED, paths: 'windows' } as const;
  expect(await places.askToCloseAsync(machine, ofWindows)).toBe(true);
  await places.endAsync(machine, ofWindows);
  expect(asked.filter((line) => line.startsWith('taskkill'))).toEqual([
    'taskkill.exe /PID 42',
    'taskkill.exe /PID 42 /T /F',
  ]);
  expect(signals).toEqual([[-7, 'SIGKILL']]);
});

test.each([
  ['one Studio', JSON.stringify({ ProcessId: 42, CommandLine: 'x' })],
  ['no Studio', ''],
  ['something else', 'Access denied'],
])('WSL ends nothing by mistake where Windows prints %s', async (_what, text) => {
  const { machine, places, asked } = of({ isWsl: true, printed: { [ASK_STUDIOS]: text } });
  await places.endAsync(machine, { ...STARTED, paths: 'windows' });
  await places.endAsync(machine, { ...STARTED, args: [], paths: 'windows' });
  expect(asked.filter((line) => line.startsWith('taskkill'))).toEqual([]);
});

test('each system has the folder of its logs', () => {
  const env = { LOCALAPPDATA: 'C:\\L' };
  const logs = (described: DescribedMachine) => of(described).places.logFolders(machineOf(described));
  expect(logs({ platform: 'win32', env })).toEqual(['C:\\L\\Roblox\\logs']);
  expect(logs({ platform: 'darwin', home: '/Users/ada' })).toEqual(['/Users/ada/Library/Logs/Roblox']);
  const roblox = 'AppData/Local/Roblox';
  const files = {
    [`/mnt/c/Users/Ada/${roblox}/x`]: 1,
    [`/home/ada/.wine/drive_c/users/ada/${roblox}/x`]: 1,
    '/home/ada/.local/share/vinegar/appdata/Roblox/x': 1,
  };
  expect(logs({ isWsl: true, files })).toEqual([
    `/mnt/c/Users/Ada/${roblox}/logs`,
    '/home/ada/.local/share/vinegar/appdata/Roblox/logs',
    `/home/ada/.wine/drive_c/users/ada/${roblox}/logs`,
  ]);
});
