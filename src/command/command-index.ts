// What is known of every command before any of them is loaded: the shape of commands/index.generated.ts. It
// keeps `--help` and the way to one command free of the others.

export interface CommandEntry {
  /** The words a user types: group and command, or one word for a command without a group. */
  readonly path: readonly string[];
  readonly summary: string;
  /** One-word names that are understood but not shown. */
  readonly aliases: readonly string[];
  /** Its name and arguments as the overview shows them, for a command in no group. */
  readonly usage?: string;
  /** The part of the overview that lists it, for a command in no group. */
  readonly section?: string;
  /** True if it starts a Studio: worth preparing while the rest loads. */
  readonly startsStudio: boolean;
  /** True if it stays until it is interrupted. */
  readonly isLongRunning: boolean;
  /** True if the terminal has it as a dot command. */
  readonly isInTerminal: boolean;
}

export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly section: string;
}

export interface CommandIndex {
  readonly groups: readonly CommandGroup[];
  readonly commands: readonly CommandEntry[];
}
