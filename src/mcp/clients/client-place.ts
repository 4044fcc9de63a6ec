// The machine as the programs that agents run in see it: where each of them looks for its servers.
import { existsSync, readdirSync } from 'node:fs';
import { BridgeError } from '../../protocol/bridge-error.js';
import { homeFolder } from '../../support/home-folder.js';
import { operatingSystem } from '../../support/operating-system.js';

export interface ClientPlace {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The folder of the project. */
  readonly project: string;
  /** This Node and this program, for entries that name both. */
  readonly node: string;
  readonly program: string;
  exists(path: string): boolean;
  /** The names in a folder; none where there is no such folder. */
  list(folder: string): string[];
}

export function thisPlace(): ClientPlace {
  return {
    platform: operatingSystem(),
    env: process.env,
    home: requireHome(),
    project: process.cwd(),
    node: process.execPath,
    program: process.argv[1] ?? '',
    exists: existsSync,
    list(folder) {
      try {
        return readdirSync(folder);
      } catch {
        return [];
      }
    },
  };
}

function requireHome(): string {
  const home = homeFolder();
  if (home !== undefined) return home;
  throw new BridgeError(
    'USAGE',
    'This user has no home folder, in which programs keep what servers they know.',
    {
      hint: 'Set HOME, or copy what --print shows by hand.',
    },
  );
}
