// A configuration file with one entry of ours in it, whatever its format.

export interface EntryFile {
  /** Why the text cannot be edited; undefined if it can. */
  problemOf(text: string): string | undefined;
  /** The entry, or undefined. */
  read(text: string, path: readonly string[]): unknown;
  write(text: string, path: readonly string[], entry: Record<string, unknown>): string;
  remove(text: string, path: readonly string[]): string;
  /** The entry alone, as it would stand in an empty file. */
  show(path: readonly string[], entry: Record<string, unknown>): string;
}
