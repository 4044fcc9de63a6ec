// Systems that have a Roblox Studio, made of folders and small programs: the program believes that it runs there, and
// the Studio that it finds is the stand-in, which takes that system's paths only.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cli, type CliRunOptions, useCli } from './use-cli.js';
import { type StandIn, useStandIn } from './use-stand-in.js';

export const SYSTEMS = ['Windows', 'macOS', 'WSL', 'Wine', 'Vinegar', 'Vinegar (flatpak)'] as const;
export type SystemName = (typeof SYSTEMS)[number];

export interface DescribedSystem {
  readonly studio: StandIn;
  /** A path of the user's home folder, as the user types it there. */
  inHome(name: string): string;
  /** Where that is here. */
  homeHere(name: string): string;
  /** The state folder here. */
  readonly stateHere: string;
  runAsync(args: readonly string[], options?: CliRunOptions): ReturnType<Cli['runAsync']>;
  start(args: readonly string[]): ReturnType<Cli['start']>;
}

const PRELOAD = fileURLToPath(new URL('./described-system.cjs', import.meta.url));
const ROBLOX_OF_ADA = 'Users/ada/AppData/Local/Roblox';
const PROGRAM_BELOW_ROBLOX = 'Versions/version-1/RobloxStudioBeta.exe';

interface Plan {
  /** Below the root of the test: Studio's program, its plugins and its logs, and the user's home folder. */
  readonly program: string;
  readonly plugins: string;
  readonly logs: string;
  readonly home: string;
  readonly drives?: (root: string) => Readonly<Record<string, string>>;
  /** As the user names the home folder; by default by its path here. */
  readonly homeThere?: string;
  readonly env?: (root: string) => Readonly<Record<string, string>>;
  readonly platform?: string;
  readonly paths?: (root: string) => readonly (readonly [string, string])[];
  /** Small programs of the system by name, as text for the shell; `STUDIO` stands for the stand-in. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Folders that are there. */
  readonly folders?: readonly string[];
}

const inRoblox = (roblox: string) => ({
  program: `${roblox}/${PROGRAM_BELOW_ROBLOX}`,
  plugins: `${roblox}/Plugins`,
  logs: `${roblox}/logs`,
});

/** As Windows has them; nobody is found who is not asked for by number. */
const TASKKILL =
  'while [ $# -gt 1 ]; do [ "$1" = /PID ] && pid=$2; shift; done; exec /bin/kill -9 -- "-$pid"';

const PLANS: Readonly<Record<SystemName, Plan>> = {
  Windows: {
    ...inRoblox(`c/${ROBLOX_OF_ADA}`),
    home: 'c/Users/ada',
    homeThere: 'C:\\Users\\ada',
    platform: 'win32',
    drives: (root) => ({ 'C:': join(root, 'c') }),
    paths: (root) => [['C:\\', join(root, 'c')]],
    env: () => ({
      HOME: 'C:\\Users\\ada',
      LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local',
      STUDIO_BRIDGE_HOME: 'C:\\Users\\ada\\.studio-bridge',
    }),
    programs: {
      'reg.exe': `printf '    ContentFolder    REG_SZ    C:\\\\Users\\\\ada\\\\AppData\\\\Local\\\\Roblox\\\\Versions\\\\version-1\\\\content\\r\\n'`,
      'taskkill.exe': TASKKILL,
    },
  },
  macOS: {
    program: 'Users/ada/Applications/RobloxStudio.app/Contents/MacOS/RobloxStudio',
    plugins: 'Users/ada/Documents/Roblox/Plugins',
    logs: 'Users/ada/Library/Logs/Roblox',
    home: 'Users/ada',
    platform: 'darwin',
    paths: () => [],
  },
  WSL: {
    ...inRoblox(`c/${ROBLOX_OF_ADA}`),
    home: 'home/ada',
    platform: 'linux',
    drives: (root) => ({ 'C:': join(root, 'c'), '\\\\wsl.localhost\\Debian': '/' }),
    paths: (root) => [['/mnt/c/', join(root, 'c')]],
    env: () => ({ WSL_DISTRO_NAME: 'Debian' }),
    programs: { 'powershell.exe': 'exit 1', 'taskkill.exe': 'exit 1' },
  },
  Wine: {
    ...inRoblox('prefix/drive_c/users/ada/AppData/Local/Roblox'),
    home: 'home/ada',
    drives: () => ({ 'Z:': '/' }),
    env: (root) => ({ WINEPREFIX: join(root, 'prefix') }),
    programs: { wine: 'exec "$@"' },
  },
  Vinegar: {
    program: 'studio/RobloxStudioBeta.exe',
    plugins: 'home/ada/.local/share/vinegar/appdata/Roblox/Plugins',
    logs: 'home/ada/.local/share/vinegar/appdata/Roblox/logs',
    home: 'home/ada',
    drives: () => ({ 'Z:': '/' }),
    programs: { vinegar: 'shift; exec STUDIO "$@"' },
  },
  'Vinegar (flatpak)': {
    program: 'studio/RobloxStudioBeta.exe',
    plugins: 'home/ada/.var/app/org.vinegarhq.Vinegar/data/vinegar/appdata/Roblox/Plugins',
    logs: 'home/ada/.var/app/org.vinegarhq.Vinegar/data/vinegar/appdata/Roblox/logs',
    home: 'home/ada',
    drives: () => ({ 'Z:': '/' }),
    programs: { flatpak: 'shift 3; exec STUDIO "$@"' },
    folders: ['home/ada/.local/share/flatpak/app/org.vinegarhq.Vinegar'],
  },
};

export function useSystem(name: SystemName): DescribedSystem {
  const plan = PLANS[name];
  const cli = useCli();
  const root = cli.home;
  for (const folder of [plan.home, plan.plugins, ...(plan.folders ?? [])])
    mkdirSync(join(root, folder), { recursive: true });
  const studio = useStandIn({
    folder: root,
    program: plan.program,
    settings: {
      plugins: join(root, plan.plugins),
      logs: join(root, plan.logs),
      ...(plan.drives ? { drives: plan.drives(root) } : {}),
    },
  });
  const bin = join(root, 'bin');
  for (const [program, text] of Object.entries({ ...plan.programs }))
    writeProgram(join(bin, program), text.replace('STUDIO', `'${studio.program}'`));
  const state = join(root, plan.home, '.studio-bridge');
  const env = {
    HOME: join(root, plan.home),
    PATH: `${bin}:${process.env.PATH}`,
    STUDIO_BRIDGE_HOME: state,
    ROBLOX_STUDIO_PATH: '',
    ...(plan.platform === undefined
      ? {}
      : {
          NODE_OPTIONS: `--require ${PRELOAD}`,
          DESCRIBED_SYSTEM: JSON.stringify({ platform: plan.platform, paths: plan.paths?.(root) }),
        }),
    ...plan.env?.(root),
  };
  const cwd = join(root, plan.home);
  const homeHere = (file: string) => join(root, plan.home, file);
  return {
    studio,
    stateHere: state,
    homeHere,
    inHome: (file) => (plan.homeThere === undefined ? homeHere(file) : `${plan.homeThere}\\${file}`),
    runAsync: (args, options) => cli.runAsync(args, { cwd, env, ...options }),
    start: (args) => cli.start(args, { cwd, env }),
  };
}

function writeProgram(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}
