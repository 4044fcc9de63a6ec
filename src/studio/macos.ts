// Studio on macOS.
import { nativeInstallation } from './installation.js';
import { pathOf, type StudioPlaces } from './machine.js';

/** The program's name, now and before. */
export const MACOS_PROGRAMS = ['RobloxStudio', 'RobloxStudioBeta'];

export const macos: StudioPlaces = {
  pluginsFolders(machine) {
    return machine.home ? [pathOf(machine).join(machine.home, 'Documents', 'Roblox', 'Plugins')] : [];
  },

  installations(machine) {
    const path = pathOf(machine);
    const folders = ['/Applications', ...(machine.home ? [path.join(machine.home, 'Applications')] : [])];
    return folders.flatMap((folder) =>
      MACOS_PROGRAMS.map((name) => path.join(folder, 'RobloxStudio.app', 'Contents', 'MacOS', name))
        .filter((program) => machine.exists(program))
        .map((program) => nativeInstallation(program, folder)),
    );
  },
};
