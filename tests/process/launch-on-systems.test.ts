// Launching, and ending by force, under the rules of each system: where Studio is, how it is started, how paths are
// written. In Studio's place is the stand-in, which takes the paths of its system only. Linux is the system underneath:
// Wine, Vinegar and WSL are tried with the built program, macOS and Windows with a described machine.
import { chmodSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { PROGRAM } from '../../scripts/program.js';
import { pushedActions } from '../../src/app/pushed-actions.js';
import { BridgeConnection } from '../../src/bridge/bridge-connection.js';
import { runCommandAsync } from '../../src/command/run-command.js';
import { validateInput } from '../../src/command/validate-input.js';
import { processClose } from '../../src/commands/process/close/close.js';
import { processLaunch } from '../../src/commands/process/launch/launch.js';
import { placesOf } from '../../src/studio/find-studio.js';
import { createStudioOpening } from '../../src/studio/launch/studio-opening.js';
import { type Machine, thisMachine } from '../../src/studio/machine.js';
import { createPluginInstallation } from '../../src/studio/plugin/bridge-plugin-installation.js';
import { systemClock } from '../../src/support/clock.js';
import { createFakeWorld } from '../support/command-context.js';
import { freePortAsync } from '../support/free-port.js';
import { useLaunchesAsync } from '../support/use-launches.js';
import { useStandIn } from '../support/use-stand-in.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const ROBLOX = join('AppData', 'Local', 'Roblox');
const VERSION = join('Versions', 'version-1', 'RobloxStudioBeta.exe');
const NAME = "it's a $PLACE; (ü).rbxlx";

function writeProgram(path: string, script: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

function writePlace(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '<roblox version="4"></roblox>');
  return path;
}

/** A home in which one of the systems is laid out; `told` is how Studio has to be told of the place. */
const SYSTEMS: Record<
  string,
  (home: string) => {
    env: Record<string, string>;
    roblox: string;
    program: string;
    drives: object;
    told: string;
  }
> = {
  'a plain Wine prefix': (home) => {
    const roblox = join(home, '.wine', 'drive_c', 'users', 'ada', ROBLOX);
    writeProgram(join(home, 'bin', 'wine'), 'exec "$@"');
    return {
      ...{ env: {}, roblox, program: join(roblox, VERSION), drives: { 'Z:': '/' } },
      told: `Z:${home.replaceAll('/', '\\')}\\${NAME}`,
    };
  },
  Vinegar: (home) => {
    const program = join(home, 'lib', 'studio');
    writeProgram(join(home, 'bin', 'vinegar'), `[ "$1" = run ] || exit 9\nshift\nexec '${program}' "$@"`);
    return {
      ...{ env: {}, roblox: join(home, '.local', 'share', 'vinegar', 'appdata', 'Roblox'), program },
      ...{ drives: { 'Z:': '/' }, told: `Z:${home.replaceAll('/', '\\')}\\${NAME}` },
    };
  },
  WSL: (home) => {
    const roblox = join(home, 'Users', 'ada', ROBLOX);
    const program = join(roblox, VERSION);
    return {
      env: { WSL_DISTRO_NAME: 'Ubuntu', ROBLOX_STUDIO_PATH: program },
      ...{ roblox, program, drives: { '\\\\wsl.localhost\\Ubuntu': '/' } },
      told: `\\\\wsl.localhost\\Ubuntu${home.replaceAll('/', '\\')}\\${NAME}`,
    };
  },
};

for (const [system, lay] of Object.entries(SYSTEMS)) {
  verifies(
    ['launch.systems', 'plugin.installed'],
    `${system}: the plugin is installed, Studio launched, found again and ended`,
    async () => {
      const home = realpathSync(useTmp());
      const { env, roblox, program, drives, told } = lay(home);
      const [plugins, logs] = [join(roblox, 'Plugins'), join(roblox, 'logs')];
      const studio = useStandIn({
        folder: '/',
        program: program.slice(1),
        settings: { plugins, logs, drives: { ...drives } },
      });
      const launches = await useLaunchesAsync({
        ...env,
        HOME: home,
        PATH: `${join(home, 'bin')}:${process.env.PATH}`,
      });
      const installed = await launches.runAsync(['plugin', 'install', '--port', String(launches.port)]);
      expect(installed.stdout).toContain(join(plugins, 'StudioBridge.rbxmx'));
      const place = writePlace(join(home, NAME));
      const { exitCode, stderr, data } = await launches.launchAsync(['--place', place]);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 0,
        stderr: expect.stringMatching(/^Using Roblox Studio \(.+\)\.\n$/),
      });
      expect(data).toMatchObject({ place, placeName: NAME });
      expect(studio.logText()).toContain(JSON.stringify(['--task', 'EditFile', '--localPlaceFile', told]));
      expect(existsSync(`${place}.lock`)).toBe(true);
      const ended = await launches.runAsync(['process', 'close', '--force', '--target', data.placeName]);
      expect(ended).toMatchObject({ exitCode: 0, stdout: `${NAME} is ended.\n` });
      expect(launches.records()).toEqual([]);
    },
  );
}

verifies('launch.copied', 'a name that Windows cannot have is opened in Wine as a copy', async () => {
  const home = realpathSync(useTmp());
  const { roblox, program, drives } = SYSTEMS['a plain Wine prefix']?.(home) ?? {
    roblox: '',
    program: '',
    drives: {},
  };
  const settings = { plugins: join(roblox, 'Plugins'), logs: join(roblox, 'logs'), drives: { ...drives } };
  const studio = useStandIn({ folder: '/', program: program.slice(1), settings });
  const launches = await useLaunchesAsync({ HOME: home, PATH: `${join(home, 'bin')}:${process.env.PATH}` });
  studio.installPlugin([launches.port]);
  for (const [name, why] of [
    ['a: "b".rbxlx', 'Windows cannot name a file "a: \\"b\\".rbxlx"'],
    [
      join('d'.repeat(200), `${'e'.repeat(60)}.rbxlx`),
      'its path has \\d+ characters, and Studio opens no more than 259',
    ],
  ] as const) {
    const place = writePlace(join(home, name));
    const { stderr, data } = await launches.launchAsync(['--place', place]);
    expect(data.place).toMatch(/launches\/(a b|e+)-[0-9a-f]{12}\.rbxlx$/);
    expect(stderr).toMatch(new RegExp(`^A copy is opened, .+: ${why.replaceAll('\\"', '\\\\"')}\\.$`, 'm'));
    await launches.runAsync(['process', 'close', '--force', '--target', data.placeName]);
    expect(existsSync(data.place ?? '')).toBe(false);
  }
});

/** The commands themselves, on a machine that is described: its home, its programs and its environment. */
async function useDescribedAsync(described: Partial<Machine>) {
  const port = await freePortAsync();
  const stateFolder = useTmp();
  const machine: Machine = { ...thisMachine(), isWsl: false, ...described };
  const installation = createPluginInstallation({
    machine,
    ensurePairingAsync: async () => undefined,
    findPairingAsync: async () => undefined,
  });
  const world = createFakeWorld({
    context: {
      clock: systemClock,
      options: { port, waitMs: 20_000 },
      openings: createStudioOpening({
        ...{ machine, stateFolder, clock: systemClock, node: process.execPath, program: PROGRAM },
      }),
      openConnectionAsync: () =>
        BridgeConnection.connectAsync({
          ...{ port, stateFolder, clientVersion: '0.0.0-test', local: true, actions: pushedActions },
        }),
    },
  });
  await installation.installAsync({ force: false, dryRun: false, ports: [port] });
  return {
    world,
    launchAsync: async (place: string) => {
      const input = validateInput(processLaunch.input, { place });
      return (await runCommandAsync(processLaunch, input, world.context)) as {
        pid: number;
        placeName: string;
      };
    },
    endAsync: (target: string) =>
      runCommandAsync(processClose, { force: true }, { ...world.context, options: { port, target } }),
  };
}

verifies(
  ['launch.systems', 'plugin.installed'],
  'macOS: the plugin is installed, Studio launched, found again and ended',
  async () => {
    const home = realpathSync(useTmp());
    const studio = useStandIn({
      folder: home,
      program: join('Applications', 'RobloxStudio.app', 'Contents', 'MacOS', 'RobloxStudio'),
      settings: {
        plugins: join(home, 'Documents', 'Roblox', 'Plugins'),
        logs: join(home, 'Library', 'Logs', 'Roblox'),
      },
    });
    const { world, launchAsync, endAsync } = await useDescribedAsync({ platform: 'darwin', home });
    const place = writePlace(join(home, NAME));
    expect(await launchAsync(place)).toMatchObject({ kind: 'studio', placeName: NAME, connected: true });
    expect(world.notices).toEqual([
      `Using Roblox Studio (${studio.program}, found by ${join(home, 'Applications')}).`,
    ]);
    expect(studio.logText()).toContain(JSON.stringify(['--task', 'EditFile', '--localPlaceFile', place]));
    expect(await endAsync(NAME)).toMatchObject({ closed: true, how: 'ended' });
  },
);

/** Windows' own tools, for processes of Linux. */
async function askWindowsAsync(program: string, args: readonly string[]): Promise<string | undefined> {
  const line = [program, ...args].join(' ');
  const { signal, readText } = thisMachine();
  const linux = placesOf({ ...thisMachine(), platform: 'linux' });
  const [, pid = ''] = /(?:Get-Process -Id|taskkill\.exe \/PID) (\d+)/.exec(line) ?? [];
  if (line.includes('Get-Process')) {
    return String(await linux?.processStartMsAsync({ ...thisMachine(), readText }, Number(pid)));
  }
  return signal(line.endsWith('/T /F') ? -Number(pid) : 0, 'SIGKILL') ? 'SUCCESS' : undefined;
}

verifies(
  ['launch.systems', 'plugin.installed'],
  'Windows: the plugin is installed, Studio launched, found again and ended',
  async () => {
    const drive = realpathSync(useTmp());
    const local = 'C:\\Users\\ada\\AppData\\Local';
    const program = `${local}\\Roblox\\Versions\\version-1\\RobloxStudioBeta.exe`;
    const onDisk = (path: string) => path.replace(/^C:/, drive).replaceAll('\\', '/');
    const studio = useStandIn({
      folder: drive,
      program: onDisk(program).slice(drive.length + 1),
      settings: {
        plugins: onDisk(`${local}\\Roblox\\Plugins`),
        logs: onDisk(`${local}\\Roblox\\logs`),
        drives: { 'C:': drive },
      },
    });
    const place = `C:\\Users\\ada\\${NAME}`;
    writePlace(onDisk(place));
    // To Linux a path of Windows is the name of a file in the folder one is in.
    const folder = useTmp();
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(folder);
    for (const path of [place, `${local}\\Roblox\\Plugins`, program, `${program}.json`]) {
      symlinkSync(onDisk(path), join(folder, path));
    }
    const { exists, isFolder, list, modifiedMs, readText } = thisMachine();
    const { world, launchAsync, endAsync } = await useDescribedAsync({
      platform: 'win32',
      home: 'C:\\Users\\ada',
      env: { ...process.env, LOCALAPPDATA: local, PATH: `${folder}:${process.env.PATH}` },
      exists: (path) => exists(onDisk(path)),
      isFolder: (path) => isFolder(onDisk(path)),
      list: (path) => list(onDisk(path)),
      modifiedMs: (path) => modifiedMs(onDisk(path)),
      readText: (path) => readText(onDisk(path)),
      registryValue: () => `${local}\\Roblox\\Versions\\version-1\\content\\`,
      askAsync: askWindowsAsync,
    });
    expect(await launchAsync(place)).toMatchObject({ kind: 'studio', placeName: NAME, connected: true });
    expect(world.notices).toEqual([`Using Roblox Studio (${program}, found by the registry).`]);
    expect(studio.logText()).toContain(JSON.stringify(['--task', 'EditFile', '--localPlaceFile', place]));
    expect(await endAsync(NAME)).toMatchObject({ closed: true, how: 'ended' });
  },
);
