// A machine that a test describes: its system, and the files on it with the time of their last change.
import { posix, win32 } from 'node:path';
import type { Machine } from '../../src/studio/machine.js';

export interface DescribedMachine {
  /** Linux by default. */
  readonly platform?: NodeJS.Platform;
  readonly env?: Readonly<Record<string, string>>;
  /** `/home/ada` by default. */
  readonly home?: string;
  /** Paths of files and when they were changed; their folders are there too. */
  readonly files?: Readonly<Record<string, number>>;
  /** Those of them that nobody can run. */
  readonly documents?: readonly string[];
  /** Values by `key name`. */
  readonly registry?: Readonly<Record<string, string>>;
  readonly isWsl?: boolean;
  readonly onRegistry?: (key: string) => void;
  /** What files hold. */
  readonly texts?: Readonly<Record<string, string>>;
  /** What programs print, by their line: `/bin/ps -o lstart= -p 7`. Others are not there. */
  readonly printed?: Readonly<Record<string, string>>;
  readonly onAsked?: (line: string) => void;
  /** Numbers of processes; a negative one is that of a group. */
  readonly processes?: readonly number[];
  readonly onSignal?: (pid: number, name: string) => void;
}

export function machineOf(described: DescribedMachine): Machine {
  const {
    platform = 'linux',
    env = {},
    home = '/home/ada',
    files = {},
    registry = {},
    isWsl = false,
    texts = {},
    printed = {},
    processes = [],
    documents = [],
  } = described;
  const path = platform === 'win32' ? win32 : posix;
  const below = (folder: string) =>
    Object.keys(files).flatMap((file) => {
      const relative = path.relative(folder, file);
      return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? [] : [relative];
    });
  return {
    platform,
    env,
    home,
    isWsl,
    exists: (file) => file in files || below(file).length > 0,
    isFolder: (file) => below(file).length > 0,
    isProgram: (file) => file in files && !documents.includes(file),
    modifiedMs: (file) => files[file] ?? 0,
    list: (folder) => [...new Set(below(folder).map((relative) => relative.split(path.sep)[0] ?? ''))],
    registryValue(key, name) {
      described.onRegistry?.(key);
      return registry[`${key} ${name}`];
    },
    readText: (file) => texts[file],
    async askAsync(program, args) {
      const line = [program, ...args].join(' ');
      described.onAsked?.(line);
      return printed[line];
    },
    signal(pid, name) {
      if (name !== 0) described.onSignal?.(pid, name);
      return processes.includes(pid);
    },
  };
}
