// Which Roblox Studio is used on this machine, and which others there are.
import type { StudioSearch } from '../command/world/studio-opening.js';
import { nativeInstallation, type StudioInstallation, WINDOWS_PROGRAM } from './installation.js';
import { type Machine, pathOf, type StudioPlaces } from './machine.js';
import { linux } from './systems/linux.js';
import { MACOS_PROGRAMS, macos } from './systems/macos.js';
import { studiosInVersions } from './systems/versions-folder.js';
import { windows } from './systems/windows.js';
import { wineInstallation } from './systems/wine.js';
import { windowsInstallation } from './systems/wsl.js';

const PLACES: Partial<Record<NodeJS.Platform, StudioPlaces>> = { win32: windows, darwin: macos, linux };

export const STUDIO_PATH_VARIABLE = 'ROBLOX_STUDIO_PATH';

/** A Studio that was named and is not there. Another one is never taken instead. */
export interface MissingStudio {
  readonly missing: string;
  /** Who named it: the option, or the variable. */
  readonly namedBy: string;
  /** It is there, and cannot be run. */
  readonly isNoProgram?: boolean;
}

export function placesOf(machine: Machine): StudioPlaces | undefined {
  return PLACES[machine.platform];
}

/**
 * Every Studio there is, the one to use first, each once.
 *
 * @param given What the user named with an option: the program, its folder, Roblox's folder or the application.
 */
export function findInstallations(
  machine: Machine,
  given?: string,
): readonly StudioInstallation[] | MissingStudio {
  const fromEnvironment = machine.env[STUDIO_PATH_VARIABLE];
  const named = given ?? (fromEnvironment || undefined);
  const found = placesOf(machine)?.installations(machine) ?? [];
  if (named === undefined) return unique(found);
  const namedBy = given === undefined ? STUDIO_PATH_VARIABLE : '--studio-path';
  const installation = resolveNamed(machine, named, namedBy);
  if (installation?.paths === 'native' && !machine.isProgram(installation.program))
    return { missing: named, namedBy, isNoProgram: true };
  return installation ? unique([installation, ...found]) : { missing: named, namedBy };
}

/** Where it was looked for, and what was found and cannot be used. */
export function describeSearch(machine: Machine): StudioSearch {
  const places = placesOf(machine);
  return {
    searched: places?.searched(machine) ?? [],
    passedOver: places?.passedOver?.(machine) ?? [],
  };
}

/** Whether there is one, without asking programs such as Windows' registry: it is asked before a command loads. */
export function hasStudio(machine: Machine): boolean {
  const found = findInstallations({ ...machine, registryValue: () => undefined });
  return 'missing' in found || found.length > 0;
}

function resolveNamed(machine: Machine, named: string, foundBy: string): StudioInstallation | undefined {
  const path = pathOf(machine);
  const full = path.resolve(named);
  const candidates = machine.isFolder(full)
    ? [
        path.join(full, WINDOWS_PROGRAM),
        ...MACOS_PROGRAMS.map((name) => path.join(full, 'Contents', 'MacOS', name)),
        ...studiosInVersions(machine, path.join(full, 'Versions')),
        ...studiosInVersions(machine, full),
      ]
    : [full];
  const studio = candidates.find((program) => machine.exists(program));
  if (studio === undefined) return undefined;
  if (machine.platform !== 'linux' || !studio.toLowerCase().endsWith('.exe'))
    return nativeInstallation(studio, foundBy);
  return machine.isWsl ? windowsInstallation(studio, foundBy) : wineInstallation(machine, studio, foundBy);
}

function unique(found: readonly StudioInstallation[]): StudioInstallation[] {
  return found.filter(({ studio }, index) => found.findIndex((other) => other.studio === studio) === index);
}
