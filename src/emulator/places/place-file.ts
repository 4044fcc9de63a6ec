// Place and model files by their path: what they are is told by their first bytes, how they are meant by their name.
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { readBinaryPlace, writeBinaryPlace } from './binary/binary-file.js';
import { isBinary } from './binary/chunks.js';
import type { Place } from './place.js';
import { BadContent, unreadable } from './place-error.js';
import { isXml, readXmlPlace } from './xml/xml-file.js';
import { writeXmlPlace } from './xml/xml-writer.js';

/** A place has services at its roots; what is in a model goes somewhere. */
export type PlaceKind = 'place' | 'model';

export interface OpenedFile {
  readonly path: string;
  /** As Studio shows it. */
  readonly name: string;
  readonly kind: PlaceKind;
  /** Read from the file as it was when it was opened. */
  readPlace(): Place;
  /** Of a project: the files and folders that it was made of. */
  readonly used?: ReadonlySet<string>;
}

const EXTENSIONS: Readonly<Record<string, { readonly kind: PlaceKind; readonly isXml: boolean }>> = {
  '.rbxl': { kind: 'place', isXml: false },
  '.rbxlx': { kind: 'place', isXml: true },
  '.rbxm': { kind: 'model', isXml: false },
  '.rbxmx': { kind: 'model', isXml: true },
};

export const PLACE_EXTENSIONS = Object.keys(EXTENSIONS);

export function formatOf(path: string): { kind: PlaceKind; isXml: boolean } | undefined {
  return EXTENSIONS[extname(path).toLowerCase()];
}

/** Throws PLACE_NOT_READABLE, which says why. */
export function openPlaceFile(path: string): OpenedFile {
  try {
    const format = formatOf(path);
    if (!format) {
      throw new BadContent(`it is none of ${PLACE_EXTENSIONS.join(', ')} and *.project.json`);
    }
    const bytes = readFileSync(path);
    return { path, name: basename(path), kind: format.kind, readPlace: reader(path, bytes) };
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Read at once, so that a bad file is told of now. A compact file is kept as it is and read again when it is saved. */
function reader(path: string, bytes: Buffer): () => Place {
  let place: Place | undefined = readPlace(bytes);
  const isCompact = isBinary(bytes);
  return () => {
    const first = place;
    if (isCompact) place = undefined;
    try {
      return first ?? readPlace(bytes);
    } catch (error) {
      throw unreadable(path, error);
    }
  };
}

/** Whatever the name says, the first bytes tell. */
export function readPlace(bytes: Buffer): Place {
  try {
    if (isBinary(bytes)) return readBinaryPlace(bytes);
    if (isXml(bytes)) return readXmlPlace(bytes);
  } catch (error) {
    // A length that is nonsense can reach anything; none of it is this program's fault.
    if (error instanceof RangeError) throw new BadContent('it is damaged');
    throw error;
  }
  throw new BadContent(bytes.length === 0 ? 'it is empty' : 'it does not begin as a Roblox file does');
}

export function writePlace(place: Place, format: { kind: PlaceKind; isXml: boolean }): Buffer {
  return format.isXml ? writeXmlPlace(place) : writeBinaryPlace(place);
}
