// Studio on Windows.
import { nativeInstallation, type StudioInstallation, WINDOWS_PROGRAM } from '../installation.js';
import { type Machine, pathOf, type StudioPlaces } from '../machine.js';
import { studiosInVersions } from './versions-folder.js';
import {
  askWindowsProgramToCloseAsync,
  endWindowsProgramAsync,
  windowsProcessStartMsAsync,
} from './windows-processes.js';

/** What Studio's installer leaves; after an update it may name a version that is gone. */
const REGISTRY_KEY = 'HKCU\\Software\\Roblox\\RobloxStudio';
const REGISTRY_NAME = 'ContentFolder';

export const windows: StudioPlaces = {
  pluginsFolders(machine) {
    const local = localAppData(machine);
    return local ? [pathOf(machine).join(local, 'Roblox', 'Plugins')] : [];
  },

  installations(machine) {
    const path = pathOf(machine);
    const found: StudioInstallation[] = [];
    const content = machine.registryValue(REGISTRY_KEY, REGISTRY_NAME);
    const registered = content && path.join(path.dirname(content.replace(/[\\/]+$/, '')), WINDOWS_PROGRAM);
    if (registered && machine.exists(registered)) found.push(nativeInstallation(registered, 'the registry'));
    for (const versions of versionsFolders(machine)) {
      for (const program of studiosInVersions(machine, versions)) {
        found.push(nativeInstallation(program, `the version folders in ${versions}`));
      }
    }
    return found;
  },

  searched: (machine) => [`${REGISTRY_KEY}\\${REGISTRY_NAME}`, ...versionsFolders(machine)],

  logFolders(machine) {
    const local = localAppData(machine);
    return local ? [pathOf(machine).join(local, 'Roblox', 'logs')] : [];
  },

  async processStartMsAsync(machine, pid) {
    return await windowsProcessStartMsAsync(machine, pid);
  },

  async askToCloseAsync(machine, { pid }) {
    return await askWindowsProgramToCloseAsync(machine, pid);
  },

  async endAsync(machine, { pid }) {
    await endWindowsProgramAsync(machine, pid);
  },
};

function versionsFolders(machine: Machine): string[] {
  return [localAppData(machine), machine.env['ProgramFiles(x86)']]
    .filter((root) => root !== undefined)
    .map((root) => pathOf(machine).join(root, 'Roblox', 'Versions'));
}

function localAppData(machine: Machine): string | undefined {
  return machine.env.LOCALAPPDATA ?? (machine.home && pathOf(machine).join(machine.home, 'AppData', 'Local'));
}
