// The folders of people below a Windows `Users` folder, without those that belong to the system.
import type { Machine } from '../machine.js';
import { pathOf } from '../machine.js';

const NOT_USERS = new Set(['All Users', 'Default', 'Default User', 'Public', 'desktop.ini']);

/** Each one's `AppData\Local\Roblox`, whether or not it is there. */
export function robloxFoldersOfUsers(machine: Machine, users: string): string[] {
  return machine
    .list(users)
    .filter((user) => !NOT_USERS.has(user))
    .map((user) => pathOf(machine).join(users, user, 'AppData', 'Local', 'Roblox'));
}
