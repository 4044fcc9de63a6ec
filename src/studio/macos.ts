// Studio on macOS.
import type { StudioPlaces } from './machine.js';
import { pathOf } from './machine.js';

export const macos: StudioPlaces = {
  pluginsFolders(machine) {
    return machine.home ? [pathOf(machine).join(machine.home, 'Documents', 'Roblox', 'Plugins')] : [];
  },
};
