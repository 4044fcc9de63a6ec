// What a generator gives back: gen.ts writes it, or compares it.

export interface GeneratedFile {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
}
