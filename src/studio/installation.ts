// One Studio on this machine: what to start, what to put before Studio's own arguments, and how it wants paths written.

/** `native`: as they are here. `windows`: by the drive letters that WSL mounts. `wine`: under the drive `Z:`. */
export type PathStyle = 'native' | 'windows' | 'wine';

export interface StudioInstallation {
  /** The program of Studio itself. */
  readonly studio: string;
  /** What is started: Studio, or the program that runs Windows' one here. */
  readonly program: string;
  /** What comes before Studio's own arguments. */
  readonly leadingArgs: readonly string[];
  readonly paths: PathStyle;
  /** How it was found, for people. */
  readonly foundBy: string;
}

export const WINDOWS_PROGRAM = 'RobloxStudioBeta.exe';

/** One that this system starts by itself. */
export function nativeInstallation(studio: string, foundBy: string): StudioInstallation {
  return { studio, program: studio, leadingArgs: [], paths: 'native', foundBy };
}
