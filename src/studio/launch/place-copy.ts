// The place file that Studio is given: the user's own, or a copy of it where Studio would refuse that one.
import { closeSync, copyFileSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { whyNotRead, whyNotWritten } from '../../support/file-errors.js';
import type { StudioInstallation } from '../installation.js';
import { pathOf } from '../machine.js';
import { launchFolder, makeLaunchFolder, type TemporaryFile } from './launch-records.js';
import type { LaunchParts } from './launch-studio.js';
import { lockOf } from './place-lock.js';
import { whyUnfit } from './studio-paths.js';
import { hashOfFile } from './sweep-launches.js';

export interface PreparedPlace {
  /** The file to open. */
  readonly path: string;
  /** Why it is a copy; undefined if it is the user's own file. */
  readonly copiedBecause: string | undefined;
  readonly temporaryFiles: readonly TemporaryFile[];
}

const PLACE_ENDINGS = ['.rbxl', '.rbxlx'];
const FIRST_BYTES = '<roblox';
/** Of the copy: below Windows' limit with some room for the folders above it. */
const MAX_NAME = 80;

/** @throws BridgeError PLACE_NOT_READABLE if Studio could not even open a copy. */
export function preparePlace(
  parts: LaunchParts,
  installation: StudioInstallation,
  place: string,
  id: string,
): PreparedPlace {
  const copiedBecause = existsSync(lockOf(place))
    ? 'it is open in a Studio, or was when one ended unexpectedly'
    : whyUnfit(parts.machine, installation, place);
  if (copiedBecause === undefined) return { path: place, copiedBecause, temporaryFiles: [] };
  const { basename, extname } = pathOf(parts.machine);
  const ending = extname(place);
  const copy = join(launchFolder(parts.stateFolder), `${plainName(basename(place, ending))}-${id}${ending}`);
  const why = whyUnfit(parts.machine, installation, copy);
  if (why !== undefined) {
    throw new BridgeError('PLACE_NOT_READABLE', `Studio cannot open ${place}, nor a copy of it: ${why}.`, {
      hint: 'Choose a folder with a short name for the state of studio-bridge: STUDIO_BRIDGE_HOME.',
    });
  }
  makeLaunchFolder(parts.stateFolder);
  try {
    copyFileSync(place, copy);
  } catch (cause) {
    throw new BridgeError(
      'FILE_NOT_WRITABLE',
      `${place} could not be copied to ${copy}: ${whyNotWritten(cause)}.`,
      {
        cause,
      },
    );
  }
  return { path: copy, copiedBecause, temporaryFiles: temporaryPlace(copy) };
}

/** A place of ours with its lock; once somebody has changed it, it is theirs. */
export function temporaryPlace(path: string): TemporaryFile[] {
  const hash = hashOfFile(path);
  return [{ path, ...(hash === undefined ? {} : { hash }) }, { path: lockOf(path) }];
}

/** For every kind of Studio: a path that leads to a file which can be read. */
export function requireReadableFile(place: string): void {
  const stats = statOf(place);
  if (stats.isDirectory()) {
    throw unopenable(place, 'it is a folder', 'Name the file in it: a .rbxl, a .rbxlx or a *.project.json.');
  }
  if (!stats.isFile()) throw unopenable(place, 'it is no ordinary file');
}

/** @throws BridgeError PLACE_NOT_READABLE for what is no place that Roblox Studio could open. */
export function requirePlaceFile(place: string): void {
  requireReadableFile(place);
  if (place.endsWith('.project.json')) {
    throw unopenable(
      place,
      'Roblox Studio opens place files, not Rojo projects',
      'Build it first: rojo build -o place.rbxl, or open it in the emulated Studio: --emulator',
    );
  }
  if (!PLACE_ENDINGS.some((ending) => place.toLowerCase().endsWith(ending))) {
    throw unopenable(place, `Roblox Studio opens ${PLACE_ENDINGS.join(' and ')} files`);
  }
  const start = firstBytesOf(place);
  if (start.length === 0) throw unopenable(place, 'it is empty');
  if (!start.startsWith(FIRST_BYTES)) throw unopenable(place, 'it does not begin as a Roblox file does');
}

function statOf(place: string) {
  try {
    return statSync(place);
  } catch (cause) {
    throw unopenable(place, whyNotRead(cause), undefined, cause);
  }
}

function firstBytesOf(place: string): string {
  let file: number | undefined;
  try {
    file = openSync(place, 'r');
    const bytes = Buffer.alloc(FIRST_BYTES.length);
    return bytes.toString('latin1', 0, readSync(file, bytes));
  } catch (cause) {
    throw unopenable(place, whyNotRead(cause), undefined, cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function unopenable(place: string, why: string, hint?: string, cause?: unknown): BridgeError {
  return new BridgeError('PLACE_NOT_READABLE', `${place} cannot be opened: ${why}.`, {
    ...(hint === undefined ? {} : { hint }),
    cause,
  });
}

/** Of plain letters, so that every system can name it. */
function plainName(given: string): string {
  const name = given
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9 _-]+/g, '')
    .slice(0, MAX_NAME)
    .trim();
  return name === '' ? 'place' : name;
}
