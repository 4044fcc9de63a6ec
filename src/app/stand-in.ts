// The program that stands in for Roblox Studio, as commands start it. Beside app.ts, because it joins the emulator and
// this machine.
import type { StandInAccess } from '../command/world/stand-in.js';
import { thisMachine } from '../studio/machine.js';

const loadAsync = async () => (await import('../emulator/as-studio/load-stand-in.js')).loadStandInAsync();

export const standIn: StandInAccess = {
  async runAsync({ settings, ...run }) {
    const { runStandInAsync } = await loadAsync();
    const folders = await findFoldersAsync();
    await runStandInAsync({ ...run, ...folders, settingsFile: settings, env: process.env });
  },
  async writeLauncherAsync(launcher, settings) {
    const { writeLauncher } = await loadAsync();
    return writeLauncher({ launcher, settings, node: process.execPath, program: process.argv[1] ?? '' });
  },
};

/** Undefined where this machine has none: then the settings have to name them. */
async function findFoldersAsync() {
  const machine = thisMachine();
  const { resolvePluginsFolder, logsFolderOf } = await import('../studio/plugin/plugins-folder.js');
  const logsFolder = logsFolderOf(machine);
  try {
    return { pluginsFolder: resolvePluginsFolder(machine), logsFolder };
  } catch {
    return { pluginsFolder: undefined, logsFolder };
  }
}
