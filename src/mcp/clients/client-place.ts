// The machine as the programs that agents run in see it: where each of them looks for its servers.
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
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
    home: homedir(),
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
