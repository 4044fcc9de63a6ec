// Windows' own Studio, seen from the Linux that runs under it.
import type { StudioInstallation } from './installation.js';
import { type Machine, pathOf, type StudioPlaces } from './machine.js';
import { robloxFoldersOfUsers } from './user-folders.js';
import { studiosInVersions } from './versions-folder.js';

const DRIVE = '/mnt/c';

export const wsl: StudioPlaces = {
  pluginsFolders: (machine) =>
    robloxFolders(machine).map((roblox) => pathOf(machine).join(roblox, 'Plugins')),

  installations(machine) {
    const path = pathOf(machine);
    const roots = [...robloxFolders(machine), path.join(DRIVE, 'Program Files (x86)', 'Roblox')];
    return roots.flatMap((root) => {
      const versions = path.join(root, 'Versions');
      return studiosInVersions(machine, versions).map((program) =>
        windowsInstallation(program, `the version folders in ${versions}`),
      );
    });
  },
};

/** A program of Windows that Linux starts as its own, and that wants Windows' paths. */
export function windowsInstallation(studio: string, foundBy: string): StudioInstallation {
  return { studio, program: studio, leadingArgs: [], paths: 'windows', foundBy };
}

function robloxFolders(machine: Machine): string[] {
  return robloxFoldersOfUsers(machine, pathOf(machine).join(DRIVE, 'Users')).filter((roblox) =>
    machine.exists(roblox),
  );
}
