// What commands need of place and model files: the formats themselves are known to whoever provides the context.
import type { SerializedValue } from '../../protocol/values.js';

/** Something that no model file holds, a service above all; what it has is told by its values. */
export interface PlaceShell {
  readonly className: string;
  readonly name: SerializedValue;
  /** The number of the shell that it is in, from 1; 0 at the top. */
  readonly parent: number;
  readonly properties: Readonly<Record<string, SerializedValue>>;
  readonly attributes: Readonly<Record<string, SerializedValue>>;
  readonly tags: readonly string[];
  /** Properties that are instances: the number of a shell, or of a root. */
  readonly references: Readonly<Record<string, { readonly shell?: number; readonly root?: number }>>;
}

/** An instance at the top of the model, and where it belongs. */
export interface PlaceRoot {
  readonly shell: number;
  readonly className: string;
  readonly name: SerializedValue;
}

export interface PlaceParts {
  /** A binary model; empty if there is nothing in it. */
  readonly model: Uint8Array;
  readonly shells: readonly PlaceShell[];
  readonly roots: readonly PlaceRoot[];
}

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
