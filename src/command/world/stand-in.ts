// What commands may do with the program that stands in for Roblox Studio.

export interface StandInRun {
  /** What Studio is started with. */
  readonly args: readonly string[];
  readonly settings?: string | undefined;
  /** It is asked to close. */
  readonly signal: AbortSignal;
  /** A line of its log. */
  show(line: string): void;
}

export interface StandInAccess {
  /** Resolves when it has ended. */
  runAsync(run: StandInRun): Promise<void>;
  /** An executable that starts it, to be put where Studio is; resolves with its path. */
  writeLauncherAsync(launcher: string, settings: string | undefined): Promise<string>;
}
