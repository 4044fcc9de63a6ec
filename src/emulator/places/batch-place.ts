// Sources of any kind as parts of one place that holds many of them.
import { createHash } from 'node:crypto';
import { mergePlaces, type PlacePart, settingsOf } from './merge-places.js';
import type { Place } from './place.js';
import { openPlaceFile, writePlace } from './place-file.js';
import { isProject, openProject } from './project/project.js';
import { toText } from './value-type.js';

const FORMAT = { kind: 'place', isXml: false } as const;

export interface PartRequest {
  readonly key: string;
  /** A Rojo project, or a place or model file. */
  readonly source: string;
  readonly module?: PlacePart['module'];
}

export interface OpenedPart {
  readonly key: string;
  /** Only parts of equal settings can be in one place. */
  readonly settings: string;
  /** Different for every other content. */
  readonly fingerprint: string;
  readonly sizeBytes: number;
  readonly modules: readonly PartModule[];
  readonly part: PlacePart;
}

export interface PartModule {
  readonly name: string;
  readonly readSource: () => string;
}

/** @throws BridgeError PLACE_NOT_READABLE, which says why. */
export function openPart({ key, source, module }: PartRequest): OpenedPart {
  const opened = isProject(source) ? openProject(source) : openPlaceFile(source);
  const place = 'place' in opened ? opened.place : opened.readPlace();
  const part: PlacePart = { key, place, kind: opened.kind, module };
  const bytes = writePlace(mergePlaces([{ ...part, key: '' }], ''), FORMAT);
  const settings = settingsOf(part);
  const fingerprint = createHash('sha256').update(settings).update(bytes).digest('hex');
  return { key, settings, fingerprint, sizeBytes: bytes.byteLength, modules: modulesOf(place), part };
}

function modulesOf(place: Place): PartModule[] {
  const modules = place.classes.filter(({ name }) => name === 'ModuleScript');
  const textOf = (number: number, property: string) => toText(place.get(number, property) ?? '');
  return modules
    .flatMap(({ members }) => members)
    .map((number) => ({ name: textOf(number, 'Name'), readSource: () => textOf(number, 'Source') }));
}

/** The bytes of a `.rbxl`. */
export function mergeParts(parts: readonly OpenedPart[], holder: string): Buffer {
  return writePlace(
    mergePlaces(
      parts.map(({ part }) => part),
      holder,
    ),
    FORMAT,
  );
}
