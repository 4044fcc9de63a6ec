// Studio on macOS.
import { nativeInstallation } from '../installation.js';
import { type Machine, pathOf, type StudioPlaces } from '../machine.js';
import { endGroup } from './process-group.js';

/** The program's name, now and before. */
export const MACOS_PROGRAMS = ['RobloxStudio', 'RobloxStudioBeta'];

export const macos: StudioPlaces = {
  pluginsFolders(machine) {
    return machine.home ? [pathOf(machine).join(machine.home, 'Documents', 'Roblox', 'Plugins')] : [];
  },

  installations(machine) {
    const path = pathOf(machine);
    return applicationFolders(machine).flatMap((folder) =>
      MACOS_PROGRAMS.map((name) => path.join(folder, 'RobloxStudio.app', 'Contents', 'MacOS', name))
        .filter((program) => machine.exists(program))
        .map((program) => nativeInstallation(program, folder)),
    );
  },

  searched: applicationFolders,

  logFolders: (machine) =>
    machine.home ? [pathOf(machine).join(machine.home, 'Library', 'Logs', 'Roblox')] : [],

  async processStartMsAsync(machine, pid) {
    const printed = await machine.askAsync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)]);
    const startMs = Date.parse(printed?.trim() ?? '');
    return Number.isNaN(startMs) ? undefined : startMs;
  },

  // The event that the Dock's "Quit" sends, to this one process: Studio asks whether to save.
  async askToCloseAsync(machine, { pid }) {
    const script = `ObjC.import('AppKit'); $.NSRunningApplication.runningApplicationWithProcessIdentifier(${pid}).terminate`;
    const printed = await machine.askAsync('/usr/bin/osascript', ['-l', 'JavaScript', '-e', script]);
    return printed?.trim() === 'true';
  },

  async endAsync(machine, { pid }) {
    endGroup(machine, pid);
  },
};

function applicationFolders(machine: Machine): string[] {
  const { home } = machine;
  return ['/Applications', ...(home ? [pathOf(machine).join(home, 'Applications')] : [])];
}
