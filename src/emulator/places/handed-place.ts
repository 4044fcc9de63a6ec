// A place as one thread reads it for another: packed, with its sources beside it. Whoever starts a Studio has time for that
// while the Studio's own thread comes up.
import { packPlace } from './packed-place.js';
import { type OpenedFile, openPlaceFile, type PlaceKind } from './place-file.js';
import { isProject, openProject } from './project/project.js';
import type { ValueBytes } from './value-type.js';

export interface HandedPlace {
  readonly path: string;
  /** As Studio shows it. */
  readonly name: string;
  readonly kind: PlaceKind;
  readonly bytes: Uint8Array;
  /** By the numbers that are in `bytes`. */
  readonly sources: readonly ValueBytes[];
}

/** @throws BridgeError PLACE_NOT_READABLE */
export function handPlace(path: string): HandedPlace {
  const { name, kind, readPlace } = openSource(path);
  const sources: ValueBytes[] = [];
  const { bytes } = packPlace(readPlace(), { addSource: (source) => sources.push(source) - 1 });
  return { path, name, kind, bytes, sources };
}

/** A place or model file, or a project. */
export function openSource(path: string): OpenedFile {
  if (!isProject(path)) return openPlaceFile(path);
  const { name, kind, place, used } = openProject(path);
  return { path, name, kind, used, readPlace: () => place };
}
