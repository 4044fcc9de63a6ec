// Windows' Studio in Wine: by Vinegar, which brings its own Wine, or in a plain prefix.
import type { StudioInstallation } from '../installation.js';
import { type Machine, pathOf, type StudioFolders } from '../machine.js';
import { robloxFoldersOfUsers } from './user-folders.js';
import { studiosInVersions } from './versions-folder.js';

const FLATPAK_NAME = 'org.vinegarhq.Vinegar';

/** Vinegar passes every argument on to Studio, so it stands for it. */
export const vinegar: StudioFolders = {
  pluginsFolders(machine) {
    const path = pathOf(machine);
    return vinegarRobloxFolders(machine).map((roblox) => path.join(roblox, 'Plugins'));
  },

  searched: () => ['vinegar and flatpak on PATH'],

  passedOver(machine) {
    if (vinegar.installations(machine).length > 0) return [];
    const [folder] = dataFolders(machine).filter((data) => machine.exists(data));
    return folder === undefined
      ? []
      : [`${folder} is Vinegar's, and neither vinegar nor flatpak with it is on PATH.`];
  },

  logFolders: (machine) =>
    vinegarRobloxFolders(machine).map((roblox) => pathOf(machine).join(roblox, 'logs')),

  installations(machine) {
    const path = pathOf(machine);
    const found: StudioInstallation[] = [];
    const program = onPath(machine, 'vinegar');
    if (program) found.push(inWine(program, program, ['run'], 'Vinegar'));
    const flatpak = onPath(machine, 'flatpak');
    const apps = [path.join('/var', 'lib', 'flatpak', 'app', FLATPAK_NAME)];
    if (machine.home) apps.push(path.join(machine.home, '.local', 'share', 'flatpak', 'app', FLATPAK_NAME));
    const app = apps.find((folder) => machine.exists(folder));
    if (flatpak && app) found.push(inWine(app, flatpak, ['run', FLATPAK_NAME, 'run'], 'Vinegar (flatpak)'));
    return found;
  },
};

export const winePrefix: StudioFolders = {
  pluginsFolders: (machine) =>
    robloxFolders(machine)
      .filter((roblox) => machine.exists(roblox))
      .map((roblox) => pathOf(machine).join(roblox, 'Plugins')),

  logFolders: (machine) => robloxFolders(machine).map((roblox) => pathOf(machine).join(roblox, 'logs')),

  installations(machine) {
    const wine = onPath(machine, 'wine');
    if (!wine) return [];
    return studiosInPrefix(machine).map((studio) =>
      inWine(studio, wine, [studio], `the Wine prefix ${prefixOf(machine)}`),
    );
  },

  searched(machine) {
    const prefix = prefixOf(machine);
    return prefix === undefined ? [] : [`the Wine prefix ${prefix}`];
  },

  passedOver: (machine) =>
    onPath(machine, 'wine')
      ? []
      : studiosInPrefix(machine).map((studio) => `${studio} needs Wine, and no wine is on PATH.`),
};

/** Of the users, and of an installer that put it there for all of them. */
function studiosInPrefix(machine: Machine): string[] {
  const path = pathOf(machine);
  const prefix = prefixOf(machine);
  if (prefix === undefined) return [];
  return [...robloxFolders(machine), path.join(prefix, 'drive_c', 'Program Files (x86)', 'Roblox')].flatMap(
    (roblox) => studiosInVersions(machine, path.join(roblox, 'Versions')),
  );
}

function vinegarRobloxFolders(machine: Machine): string[] {
  const path = pathOf(machine);
  return dataFolders(machine).flatMap((folder) => {
    const redirected = path.join(folder, 'appdata');
    if (machine.exists(redirected)) return [path.join(redirected, 'Roblox')];
    return robloxFoldersOfUsers(machine, path.join(folder, 'prefixes', 'studio', 'drive_c', 'users'));
  });
}

/** Windows' program that a user named, where Wine is there to run it. */
export function wineInstallation(
  machine: Machine,
  studio: string,
  foundBy: string,
): StudioInstallation | undefined {
  const wine = onPath(machine, 'wine');
  return wine ? inWine(studio, wine, [studio], foundBy) : undefined;
}

function inWine(studio: string, program: string, leadingArgs: string[], foundBy: string): StudioInstallation {
  return { studio, program, leadingArgs, paths: 'wine', foundBy };
}

function dataFolders(machine: Machine): string[] {
  const { home } = machine;
  if (!home) return [];
  const path = pathOf(machine);
  return [
    path.join(machine.env.XDG_DATA_HOME ?? path.join(home, '.local', 'share'), 'vinegar'),
    path.join(home, '.var', 'app', FLATPAK_NAME, 'data', 'vinegar'),
  ];
}

function prefixOf(machine: Machine): string | undefined {
  return machine.env.WINEPREFIX ?? (machine.home && pathOf(machine).join(machine.home, '.wine'));
}

function robloxFolders(machine: Machine): string[] {
  const prefix = prefixOf(machine);
  return prefix ? robloxFoldersOfUsers(machine, pathOf(machine).join(prefix, 'drive_c', 'users')) : [];
}

function onPath(machine: Machine, name: string): string | undefined {
  const path = pathOf(machine);
  return (machine.env.PATH ?? '')
    .split(':')
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find((program) => machine.exists(program));
}
