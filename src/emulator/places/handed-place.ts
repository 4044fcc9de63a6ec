// A place as one thread reads it for another: packed, with its sources beside it. Alone in its file, because published
// types reach it, and what reads places names types of Node.

export interface HandedPlace {
  readonly path: string;
  /** As Studio shows it. */
  readonly name: string;
  readonly kind: 'place' | 'model';
  readonly bytes: Uint8Array;
  /** By the numbers that are in `bytes`; each character is a byte. */
  readonly sources: readonly string[];
}
