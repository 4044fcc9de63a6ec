// Studio on Windows.
import type { StudioPlaces } from './machine.js';
import { pathOf } from './machine.js';

export const windows: StudioPlaces = {
  pluginsFolders(machine) {
    const path = pathOf(machine);
    const local = machine.env.LOCALAPPDATA ?? (machine.home && path.join(machine.home, 'AppData', 'Local'));
    return local ? [path.join(local, 'Roblox', 'Plugins')] : [];
  },
};
