// Which folder Studio loads local plugins from on this machine.
import { BridgeError } from '../../protocol/bridge-error.js';
import { findInstallations, placesOf } from '../find-studio.js';
import type { StudioInstallation } from '../installation.js';
import { type Machine, pathOf } from '../machine.js';
import { robloxFolderOf } from '../systems/roblox-folder.js';

/**
 * The plugins folder, which need not exist yet: Studio makes it when its "Plugins Folder" button is first used.
 *
 * @param given A folder that the user named; it wins.
 * @param installation The Studio that is meant; by default the one that is used on this machine.
 * @throws BridgeError STUDIO_NOT_FOUND if the machine has none, or more than one and no way to choose.
 */
export function resolvePluginsFolder(
  machine: Machine,
  given?: string,
  installation: StudioInstallation | undefined = usedInstallation(machine),
): string {
  if (given !== undefined) return pathOf(machine).resolve(given);
  const own = installation && robloxFolderOf(machine, installation.studio);
  if (own) return own.plugins;
  const candidates = placesOf(machine)?.pluginsFolders(machine) ?? [];
  const existing = candidates.filter((folder) => machine.exists(folder));
  const [folder, second] = existing.length > 0 ? existing : candidates;
  const hint = 'Name the folder with --path (in Studio: Plugins tab, Plugins Folder).';
  if (folder === undefined) {
    throw new BridgeError('STUDIO_NOT_FOUND', 'No folder for Studio plugins was found on this machine.', {
      hint:
        'Name the Studio with ROBLOX_STUDIO_PATH, in its folder (…/Roblox/Versions/<version>/), or for commands of the ' +
        'group plugin the folder with --path (in Studio: Plugins tab, Plugins Folder).',
    });
  }
  if (second !== undefined) {
    throw new BridgeError(
      'STUDIO_NOT_FOUND',
      `More than one folder for Studio plugins was found: ${(existing.length > 0 ? existing : candidates).join(', ')}.`,
      { hint },
    );
  }
  return folder;
}

/**
 * The plugins folder to write to. One that was named has to be there, because Studio would never look into one that is
 * made of a slip of the pen; the one that Studio uses may be missing until it is first used.
 */
export function targetPluginsFolder(machine: Machine, given: string | undefined, mayMake = false): string {
  const folder = resolvePluginsFolder(machine, given);
  if (given === undefined || mayMake || machine.exists(folder)) return folder;
  throw new BridgeError('FILE_NOT_WRITABLE', `There is no folder ${folder}.`, {
    hint: 'Name the folder that Studio opens (Plugins tab, Plugins Folder) with --path, or have this one made: --force',
  });
}

/** Where the Studio that is used writes its logs; undefined if its place does not tell. */
export function logsFolderOf(machine: Machine): string | undefined {
  const installation = usedInstallation(machine);
  return installation && robloxFolderOf(machine, installation.studio)?.logs;
}

function usedInstallation(machine: Machine): StudioInstallation | undefined {
  const found = findInstallations(machine);
  return 'missing' in found ? undefined : found[0];
}
