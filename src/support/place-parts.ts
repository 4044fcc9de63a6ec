// A place as a plugin can tell of it: one model with everything that models take, and around it the services and whatever
// else only places have, which are told by their values.

/** Something that no model file holds, a service above all. */
export interface PlaceShell {
  readonly className: string;
  readonly name: unknown;
  /** The number of the shell that it is in, from 1; 0 at the top. */
  readonly parent: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  /** Properties that are instances: the number of a shell, or of a root. */
  readonly references: Readonly<Record<string, { readonly shell?: number; readonly root?: number }>>;
}

/** An instance at the top of the model, and where it belongs. */
export interface PlaceRoot {
  readonly shell: number;
  readonly className: string;
  readonly name: unknown;
}

/** Names and values are as they go over the wire. */
export interface PlaceParts {
  /** A binary model; empty if there is nothing in it. */
  readonly model: Uint8Array;
  /** Parents before their children. */
  readonly shells: readonly PlaceShell[];
  readonly roots: readonly PlaceRoot[];
}
