// Studio on Linux: Windows' own Studio seen from WSL, or one in Wine.
import type { StudioPlaces } from './machine.js';
import { vinegar, winePrefix } from './wine.js';
import { wsl } from './wsl.js';

export const linux: StudioPlaces = {
  pluginsFolders: (machine) => [
    ...(machine.isWsl ? wsl.pluginsFolders(machine) : []),
    ...vinegar.pluginsFolders(machine),
    ...winePrefix.pluginsFolders(machine),
  ],
  installations: (machine) => [
    ...(machine.isWsl ? wsl.installations(machine) : []),
    ...vinegar.installations(machine),
    ...winePrefix.installations(machine),
  ],
};
