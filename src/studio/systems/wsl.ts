// Windows' own Studio, seen from the Linux that runs under it.
import type { StudioInstallation } from '../installation.js';
import { type Machine, pathOf, type StartedProcess, type StudioFolders } from '../machine.js';
import { robloxFoldersOfUsers } from './user-folders.js';
import { studiosInVersions } from './versions-folder.js';
import {
  askWindowsProgramToCloseAsync,
  endWindowsProgramAsync,
  findWindowsStudiosAsync,
} from './windows-processes.js';

interface WindowsBeside extends StudioFolders {
  askToCloseAsync(machine: Machine, process: StartedProcess): Promise<boolean>;
  endAsync(machine: Machine, process: StartedProcess): Promise<void>;
}

export const wsl: WindowsBeside = {
  pluginsFolders: (machine) =>
    robloxFolders(machine).map((roblox) => pathOf(machine).join(roblox, 'Plugins')),

  installations(machine) {
    return versionsFolders(machine).flatMap((versions) =>
      studiosInVersions(machine, versions).map((program) =>
        windowsInstallation(program, `the version folders in ${versions}`),
      ),
    );
  },

  searched: versionsFolders,

  logFolders: (machine) => robloxFolders(machine).map((roblox) => pathOf(machine).join(roblox, 'logs')),

  // What Linux started only waits for the program of Windows, which has a number of its own there.
  async askToCloseAsync(machine, process) {
    const pids = await findWindowsStudiosAsync(machine, process.args);
    const asked = await Promise.all(pids.map((pid) => askWindowsProgramToCloseAsync(machine, pid)));
    return asked.includes(true);
  },

  async endAsync(machine, process) {
    const pids = await findWindowsStudiosAsync(machine, process.args);
    await Promise.all(pids.map((pid) => endWindowsProgramAsync(machine, pid)));
  },
};

/** Where this Linux has Windows' drives, each by its letter; /etc/wsl.conf may say otherwise. */
export function driveRoot(machine: Machine): string {
  const settings = machine.readText('/etc/wsl.conf') ?? '';
  const automount = /^\s*\[automount\]([^[]*)/m.exec(settings)?.[1] ?? '';
  const root = /^\s*root\s*=\s*"?([^"\r\n]+?)"?\s*$/m.exec(automount)?.[1];
  return root?.startsWith('/') ? root : '/mnt';
}

function versionsFolders(machine: Machine): string[] {
  const path = pathOf(machine);
  return [...robloxFolders(machine), path.join(systemDrive(machine), 'Program Files (x86)', 'Roblox')].map(
    (roblox) => path.join(roblox, 'Versions'),
  );
}

function systemDrive(machine: Machine): string {
  return pathOf(machine).join(driveRoot(machine), 'c');
}

/** A program of Windows that Linux starts as its own, and that wants Windows' paths. */
export function windowsInstallation(studio: string, foundBy: string): StudioInstallation {
  return { studio, program: studio, leadingArgs: [], paths: 'windows', foundBy };
}

function robloxFolders(machine: Machine): string[] {
  return robloxFoldersOfUsers(machine, pathOf(machine).join(systemDrive(machine), 'Users')).filter((roblox) =>
    machine.exists(roblox),
  );
}
