// What commands need of place and model files: the formats themselves are known to whoever provides the context.
import type { PlaceParts } from '../../support/place-parts.js';

export interface SavedPlace {
  readonly path: string;
  readonly bytes: number;
  readonly instances: number;
  /** Properties that the file's format has no room for or that nobody here knows. */
  readonly left: readonly string[];
}

export interface PlaceFiles {
  /** Throws USAGE unless the name is one of a place file, or of a model file, and FILE_NOT_WRITABLE if it must not be replaced. */
  checkTargetAsync(path: string, kind: 'place' | 'model', mayReplace: boolean): Promise<void>;
  /** Puts a place together and writes it, all of it or nothing. */
  savePlaceAsync(path: string, parts: PlaceParts): Promise<SavedPlace>;
  /** Writes a binary model in the form that the name asks for, all of it or nothing; resolves with its size. */
  saveModelAsync(path: string, model: Uint8Array): Promise<number>;
  /** A model in whatever form, as a binary one. Throws PLACE_NOT_READABLE. */
  toBinaryModelAsync(path: string, model: Uint8Array): Promise<Uint8Array>;
}
