// Studio's updater keeps each version in a folder of its own and leaves old ones behind for a while: the newest wins.
import { WINDOWS_PROGRAM } from '../installation.js';
import { type Machine, pathOf } from '../machine.js';

/** The programs below a folder such as `%LOCALAPPDATA%\Roblox\Versions`, the newest first. Versions of the player have none. */
export function studiosInVersions(machine: Machine, versions: string): string[] {
  const path = pathOf(machine);
  return machine
    .list(versions)
    .map((version) => path.join(versions, version, WINDOWS_PROGRAM))
    .filter((program) => machine.exists(program))
    .sort((first, second) => machine.modifiedMs(second) - machine.modifiedMs(first));
}
