// What the files for each operating system need to know of the machine, so that tests can describe any of them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import type { StudioInstallation } from './installation.js';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined where the system names no home folder. */
  readonly home: string | undefined;
  exists(path: string): boolean;
  isFolder(path: string): boolean;
  /** When a file was changed, in Unix milliseconds; 0 if it cannot be told. */
  modifiedMs(path: string): number;
  /** The names in a folder; none if it cannot be read. */
  list(path: string): readonly string[];
  /** A text value of the Windows registry; undefined where there is none. It starts a program. */
  registryValue(key: string, name: string): string | undefined;
  /** Whether this Linux runs under Windows. */
  readonly isWsl: boolean;
}

/** Where one operating system keeps what belongs to Studio. */
export interface StudioPlaces {
  /** Candidates for the folder of local plugins, the one to use first. */
  pluginsFolders(machine: Machine): readonly string[];
  /** Every Studio that is there, the one to use first. */
  installations(machine: Machine): readonly StudioInstallation[];
}

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    home: homedir() || undefined,
    exists: existsSync,
    isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
    modifiedMs(path) {
      try {
        return statSync(path).mtimeMs;
      } catch {
        return 0;
      }
    },
    list(path) {
      try {
        return readdirSync(path);
      } catch {
        return [];
      }
    },
    registryValue: readRegistry,
    get isWsl() {
      return process.platform === 'linux' && /microsoft/i.test(readKernelRelease());
    },
  };
}

/** The path rules of the machine, which need not be those of the one that runs this. */
export function pathOf(machine: Machine): typeof posix {
  return machine.platform === 'win32' ? win32 : posix;
}

const REGISTRY_LIMIT_MS = 2_000;

function readRegistry(key: string, name: string): string | undefined {
  const { stdout } = spawnSync('reg.exe', ['query', key, '/v', name], {
    encoding: 'utf8',
    timeout: REGISTRY_LIMIT_MS,
    windowsHide: true,
  });
  return registryText(stdout ?? '', name);
}

/** The value in what `reg query` prints: a line of name, type and text. */
export function registryText(printed: string, name: string): string | undefined {
  const line = printed
    .split(/\r?\n/)
    .find((text) => text.trimStart().toLowerCase().startsWith(name.toLowerCase()));
  return line === undefined ? undefined : /\sREG_(?:EXPAND_)?SZ\s+(.*\S)/.exec(line)?.[1];
}

function readKernelRelease(): string {
  try {
    return readFileSync('/proc/sys/kernel/osrelease', 'utf8');
  } catch {
    return '';
  }
}
