// Roblox's folder of one user, which a Studio below its `Versions` shares with its plugins and logs.
import { type Machine, pathOf } from '../machine.js';

interface RobloxFolder {
  readonly plugins: string;
  readonly logs: string;
  readonly settings: string;
}

/** Undefined for an installation that belongs to all users, or lies elsewhere: then the system's own folders count. */
export function robloxFolderOf(machine: Machine, studio: string): RobloxFolder | undefined {
  const path = pathOf(machine);
  const versions = path.dirname(path.dirname(studio));
  const roblox = path.dirname(versions);
  if (path.basename(versions) !== 'Versions' || path.basename(roblox) !== 'Roblox') return undefined;
  if (/^Program Files/i.test(path.basename(path.dirname(roblox)))) return undefined;
  return { plugins: path.join(roblox, 'Plugins'), logs: path.join(roblox, 'logs'), settings: roblox };
}
