// What the files for each operating system need to know of the machine, so that tests can describe any of them.
import { execFile, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { homeFolder } from '../support/home-folder.js';
import { operatingSystem } from '../support/operating-system.js';
import type { StudioInstallation } from './installation.js';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined where the system names no home folder. */
  readonly home: string | undefined;
  exists(path: string): boolean;
  isFolder(path: string): boolean;
  /** Whether it is a file that this user may run. */
  isProgram(path: string): boolean;
  /** When a file was changed, in Unix milliseconds; 0 if it cannot be told. */
  modifiedMs(path: string): number;
  /** The names in a folder; none if it cannot be read. */
  list(path: string): readonly string[];
  /** A text value of the Windows registry; undefined where there is none. It starts a program. */
  registryValue(key: string, name: string): string | undefined;
  /** The text of a file; undefined if it cannot be read. */
  readText(path: string): string | undefined;
  /** What a program of the system prints; undefined where it is not there or fails. */
  askAsync(program: string, args: readonly string[]): Promise<string | undefined>;
  /** As `kill` does; false where there is no such process, or it is another user's. */
  signal(pid: number, name: 0 | 'SIGTERM' | 'SIGKILL'): boolean;
  /** Whether this Linux runs under Windows. */
  readonly isWsl: boolean;
}

/** Where what belongs to Studio is kept. */
export interface StudioFolders {
  /** Candidates for the folder of local plugins, the one to use first. */
  pluginsFolders(machine: Machine): readonly string[];
  /** Every Studio that is there, the one to use first. */
  installations(machine: Machine): readonly StudioInstallation[];
  /** Where `installations` looks, for people. */
  searched(machine: Machine): readonly string[];
  /** What is there and cannot be used, with the reason, a sentence each. */
  passedOver?(machine: Machine): readonly string[];
  /** Folders that Studio writes its logs to. */
  logFolders(machine: Machine): readonly string[];
}

/** One operating system: where it keeps what belongs to Studio, and how its processes are told apart and ended. */
export interface StudioPlaces extends StudioFolders {
  /** When a process began, in Unix milliseconds: with the pid it is that one for ever. Undefined if it cannot be told. */
  processStartMsAsync(machine: Machine, pid: number): Promise<number | 'ended' | undefined>;
  /** Asks its windows to close, as its user would; false where the system has no way to ask one process. */
  askToCloseAsync(machine: Machine, process: StartedProcess): Promise<boolean>;
  /** Ends it and what it started, whatever it is doing. */
  endAsync(machine: Machine, process: StartedProcess): Promise<void>;
}

/** A process that was started as the leader of a group of its own. */
export interface StartedProcess {
  readonly pid: number;
  /** What Studio was told, for systems on which another process than this one is Studio. */
  readonly args: readonly string[];
  readonly paths: StudioInstallation['paths'];
}

export function thisMachine(): Machine {
  return {
    platform: operatingSystem(),
    env: process.env,
    home: homeFolder(),
    exists: existsSync,
    isFolder(path) {
      try {
        return statSync(path).isDirectory();
      } catch {
        return false;
      }
    },
    isProgram(path) {
      try {
        accessSync(path, constants.X_OK);
        return statSync(path).isFile();
      } catch {
        return false;
      }
    },
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
    readText: readIfThere,
    askAsync,
    signal(pid, name) {
      try {
        return process.kill(pid, name);
      } catch {
        return false;
      }
    },
    get isWsl() {
      if (operatingSystem() !== 'linux') return false;
      // A kernel of the user's own has another name, but what Windows sets is there.
      return (
        /microsoft/i.test(readIfThere('/proc/sys/kernel/osrelease') ?? '') ||
        Boolean(process.env.WSL_DISTRO_NAME)
      );
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

const ANSWER_LIMIT_MS = 10_000;

function askAsync(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: ANSWER_LIMIT_MS, windowsHide: true }, (error, printed) =>
      resolve(error ? undefined : printed),
    );
  });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
