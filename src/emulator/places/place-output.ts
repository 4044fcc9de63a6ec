// Place and model files that somebody wants written: checked by their names first, then written whole or not at all.
import { existsSync } from 'node:fs';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { PlaceParts } from '../../support/place-parts.js';
import { saveFile } from '../../support/save-file.js';
import { assemblePlace } from './assembled-place.js';
import { unreadable, unwritable } from './place-error.js';
import { formatOf, type PlaceKind, readPlace, writePlace } from './place-file.js';

const NAMES: Readonly<Record<PlaceKind, string>> = { place: '.rbxl or .rbxlx', model: '.rbxm or .rbxmx' };

export function checkTarget(path: string, kind: PlaceKind, mayReplace: boolean): void {
  if (formatOf(path)?.kind !== kind) {
    throw new BridgeError('USAGE', `${path} is not the name of a ${kind} file.`, {
      hint: `Let it end in ${NAMES[kind]}.`,
    });
  }
  if (mayReplace || !existsSync(path)) return;
  throw new BridgeError('FILE_NOT_WRITABLE', `${path} is there already.`, {
    hint: 'Choose another name, or replace it: --force',
    exitCode: 2,
  });
}

export function savePlace(
  path: string,
  parts: PlaceParts,
): { path: string; bytes: number; instances: number; left: string[] } {
  return attempt(path, () => {
    const { place, left } = assemblePlace(parts);
    const bytes = writePlace(place, { kind: 'place', isXml: isXml(path) });
    saveFile(path, bytes);
    return { path, bytes: bytes.length, instances: place.size, left };
  });
}

/** What Studio made stays as it is, byte for byte, where it has that form already. */
export function saveModel(path: string, model: Uint8Array): number {
  return attempt(path, () => {
    const bytes = isXml(path)
      ? writePlace(readPlace(Buffer.from(model)), { kind: 'model', isXml: true })
      : model;
    saveFile(path, bytes);
    return bytes.length;
  });
}

export function toBinaryModel(path: string, model: Uint8Array): Uint8Array {
  try {
    return writePlace(readPlace(Buffer.from(model)), { kind: 'model', isXml: false });
  } catch (error) {
    throw unreadable(path, error);
  }
}

const isXml = (path: string) => formatOf(path)?.isXml === true;

function attempt<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    throw unwritable(path, error);
  }
}
