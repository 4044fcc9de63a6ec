// What the files for each operating system need to know of the machine, so that tests can describe any of them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Undefined where the system names no home folder. */
  readonly home: string | undefined;
  exists(path: string): boolean;
  /** The names in a folder; none if it cannot be read. */
  list(path: string): readonly string[];
  /** Whether this Linux runs under Windows. */
  readonly isWsl: boolean;
}

/** Where one operating system keeps what belongs to Studio. */
export interface StudioPlaces {
  /** Candidates for the folder of local plugins, the one to use first. */
  pluginsFolders(machine: Machine): readonly string[];
}

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    home: homedir() || undefined,
    exists: existsSync,
    list(path) {
      try {
        return readdirSync(path);
      } catch {
        return [];
      }
    },
    get isWsl() {
      return process.platform === 'linux' && /microsoft/i.test(readKernelRelease());
    },
  };
}

/** The path rules of the machine, which need not be those of the one that runs this. */
export function pathOf(machine: Machine): typeof posix {
  return machine.platform === 'win32' ? win32 : posix;
}

function readKernelRelease(): string {
  try {
    return readFileSync('/proc/sys/kernel/osrelease', 'utf8');
  } catch {
    return '';
  }
}
