// Studio on Linux: Windows' own Studio seen from WSL, or Vinegar's Wine, native or as a flatpak.
import type { Machine, StudioPlaces } from './machine.js';
import { pathOf } from './machine.js';

const NOT_USERS = new Set(['All Users', 'Default', 'Default User', 'Public', 'desktop.ini']);

export const linux: StudioPlaces = {
  pluginsFolders(machine) {
    return [...(machine.isWsl ? windowsSeenFromWsl(machine) : []), ...vinegar(machine)];
  },
};

function windowsSeenFromWsl(machine: Machine): string[] {
  const path = pathOf(machine);
  const users = '/mnt/c/Users';
  return machine
    .list(users)
    .filter((user) => !NOT_USERS.has(user))
    .map((user) => path.join(users, user, 'AppData', 'Local', 'Roblox'))
    .filter((roblox) => machine.exists(roblox))
    .map((roblox) => path.join(roblox, 'Plugins'));
}

function vinegar(machine: Machine): string[] {
  const { home } = machine;
  if (!home) return [];
  const path = pathOf(machine);
  const data = [
    path.join(machine.env.XDG_DATA_HOME ?? path.join(home, '.local', 'share'), 'vinegar'),
    path.join(home, '.var', 'app', 'org.vinegarhq.Vinegar', 'data', 'vinegar'),
  ];
  return data.flatMap((folder) => {
    const redirected = path.join(folder, 'appdata');
    if (machine.exists(redirected)) return [path.join(redirected, 'Roblox', 'Plugins')];
    const users = path.join(folder, 'prefixes', 'studio', 'drive_c', 'users');
    return machine
      .list(users)
      .filter((user) => !NOT_USERS.has(user))
      .map((user) => path.join(users, user, 'AppData', 'Local', 'Roblox', 'Plugins'));
  });
}
