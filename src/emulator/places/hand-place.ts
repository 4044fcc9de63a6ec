// Reads a place for another thread. Whoever starts a Studio has time for that while the Studio's own thread comes up.
import type { HandedPlace } from './handed-place.js';
import { packPlace } from './packed-place.js';
import { type OpenedFile, openPlaceFile } from './place-file.js';
import { isProject, openProject } from './project/project.js';
import type { ValueBytes } from './value-type.js';

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
