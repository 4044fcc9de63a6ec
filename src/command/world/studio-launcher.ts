// What commands ask of the machine to get a Studio that is their own, for as long as they run.
import type { Pipe } from '../../support/pipe.js';
import type { PlaceReload } from '../../support/place-reload.js';
import type { ScriptCoverage } from '../../support/script-coverage.js';
import type { StudioDesk } from '../../support/studio-desk.js';
import type { StudioFaultPlan } from '../../support/studio-faults.js';

/** Which Studio is started, and for whom. */
export interface StudioChoice {
  /** Where the host is that it shall connect to; without it the usual ports are meant. */
  readonly port?: number | undefined;
  /** True: the emulated one. False: the real one. Otherwise whichever this machine has. */
  readonly emulator?: boolean | undefined;
  /** The real one to use instead of those that are found. */
  readonly studioPath?: string | undefined;
  /** The place file that shall be open in it; for the emulated one also a model or a Rojo project. */
  readonly place?: string | undefined;
}

export interface LaunchOptions extends StudioChoice {
  /** Of the emulated one: takes its end of a connection to a host that is in this process. */
  readonly admit?: ((pipe: Pipe) => void) | undefined;
  readonly placeName?: string | undefined;
  /** A play test with so many players, begun at once. */
  readonly play?: number | undefined;
  /** Of the emulated one: waiting takes no time. */
  readonly virtualTime?: boolean | undefined;
  /** Of the emulated one: random numbers are the same in every run. */
  readonly seed?: number | undefined;
  /** Of the emulated one: what goes wrong on purpose. */
  readonly faults?: StudioFaultPlan | undefined;
  /** Of the emulated one: the project in `place` is read again when its files change, and this is told of it. */
  readonly onReload?: ((reload: PlaceReload) => void) | undefined;
  /** Of the emulated one: counts how often each line of the place's scripts runs. */
  readonly coverage?: boolean | undefined;
  /** Of the emulated one: methods (`Class.Method`) that scripts may not call, each with the capability that it takes. */
  readonly refusedMethods?: Readonly<Record<string, string>> | undefined;
  /** Of the emulated one: the place is read while it comes up, and not read again by it. */
  readonly readsPlaceAhead?: boolean | undefined;
  /** It is to work for long, and may take longer to start and to end. */
  readonly isLongLived?: boolean | undefined;
  /** Of Roblox Studio: its window can be seen. */
  readonly isHeaded?: boolean | undefined;
  /** What is worth knowing while it starts and ends. */
  readonly notify?: ((line: string) => void) | undefined;
}

export interface RunningStudio {
  readonly kind: 'studio' | 'emulator';
  /** Which Studio this is and why, for the first line that a user sees. */
  readonly notice: string;
  /** Settles when it has ended, by itself or not. */
  readonly exited: Promise<unknown>;
  /** By which its sessions are known, where that is decided from outside. */
  readonly instanceId?: string;
  /** Why it has not connected, as an error to throw. */
  explainAsync?(): Promise<Error>;
  /** It stays when this process ends; absent for one that cannot. */
  letGoAsync?(): Promise<void>;
  /** Writes the place to the file that was opened, or to another one; resolves with its path. */
  savePlaceAsync(path?: string): Promise<string>;
  /** Of the emulated one: what a person does around the viewport. */
  readonly desk?: StudioDesk;
  /** Of one that counts: how often each line ran. What is `unloaded` counts as never run. */
  readonly readCoverageAsync?: (
    unloaded: readonly { readonly script: string; readonly source: string }[],
  ) => Promise<readonly ScriptCoverage[]>;
  /** As a user closes it; or at once, where it would not listen. */
  closeAsync(how?: { readonly atOnce: boolean }): Promise<void>;
}

/** A Roblox Studio on this machine. */
export interface StudioInstallationInfo {
  /** The program of Studio itself. */
  readonly path: string;
  /** How it was found. */
  readonly foundBy: string;
  /** Whether commands that start a Studio take this one. */
  readonly used: boolean;
}

export interface StudioLauncher {
  /**
   * Every Roblox Studio on this machine, the one that is used first.
   *
   * @throws BridgeError STUDIO_NOT_FOUND if the one that the user named is not there.
   */
  listInstallationsAsync(studioPath?: string): Promise<readonly StudioInstallationInfo[]>;
  /** Whether such a choice comes to the emulated one. */
  isEmulatedAsync(choice: StudioChoice): Promise<boolean>;
  launchAsync(options: LaunchOptions): Promise<RunningStudio>;
}
