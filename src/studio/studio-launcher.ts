// Decides which Studio a command gets, the real one or the emulated one, and starts it. It loads nothing slow,
// so that an emulated Studio can begin to start before the rest of the program is there.
import type { PlaceReload } from '../support/place-reload.js';
import type { ScriptCoverage } from '../support/script-coverage.js';
import type { StudioFaultPlan } from '../support/studio-faults.js';
import type { MissingStudio } from './find-studio.js';
import type { StudioInstallation } from './installation.js';
import type { PluginModel } from './plugin-files.js';

export interface LaunchRequest {
  readonly port?: number | undefined;
  /** True: the emulated one. False: the real one. Otherwise whichever this machine has. */
  readonly emulator?: boolean | undefined;
  /** The real one to use instead of those that are found. */
  readonly studioPath?: string | undefined;
  readonly placeName?: string | undefined;
  /** A play test with so many players, begun at once. */
  readonly play?: number | undefined;
  /** Of the emulated one: waiting takes no time. */
  readonly virtualTime?: boolean | undefined;
  /** Of the emulated one: random numbers are the same in every run. */
  readonly seed?: number | undefined;
  /** The file that shall be open in it. */
  readonly place?: string | undefined;
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

export interface LaunchedStudio {
  readonly kind: 'studio' | 'emulator';
  /** Which Studio this is and why, in one line. */
  readonly notice: string;
  readonly exited: Promise<unknown>;
  /** By which its sessions are known, where that is decided from outside. */
  readonly instanceId?: string;
  /** Why it has not connected, as an error to throw. */
  explainAsync?(): Promise<Error>;
  /** It stays when this process ends. */
  letGoAsync?(): Promise<void>;
  /** Writes the place to the file that was opened, or to another one; resolves with its path. */
  savePlaceAsync(path?: string): Promise<string>;
  /** Of one that counts: how often each line ran. What is `unloaded` counts as never run. */
  readonly readCoverageAsync?: (
    unloaded: readonly { readonly script: string; readonly source: string }[],
  ) => Promise<readonly ScriptCoverage[]>;
  /** As a user closes it; or at once, where it would not listen. */
  closeAsync(how?: { readonly atOnce: boolean }): Promise<void>;
}

export interface EmulatorStart {
  readonly port?: number;
  readonly placeName?: string;
  readonly play?: number;
  readonly virtualTime?: boolean;
  readonly seed?: number;
  readonly place?: string;
  readonly faults?: StudioFaultPlan;
  readonly watch?: boolean;
  readonly coverage?: boolean;
  readonly startup?: 'throughput';
  readonly plugins: readonly PluginModel[];
}

export interface StudioStartRequest {
  readonly port: number;
  readonly place: string | undefined;
  readonly isLongLived: boolean;
  readonly isHeaded: boolean;
  readonly notice: string;
  readonly notify: ((line: string) => void) | undefined;
}

/** What the launcher stands on. */
export interface LauncherParts {
  findInstallations(studioPath?: string): readonly StudioInstallation[] | MissingStudio;
  loadPluginAsync(): Promise<PluginModel>;
  /** The real one, which is there. */
  startStudioAsync(installation: StudioInstallation, request: StudioStartRequest): Promise<LaunchedStudio>;
  /** @param readsPlaceAhead The place is read here, while the emulator comes up. */
  startEmulatorAsync(
    options: EmulatorStart,
    readsPlaceAhead: boolean,
  ): Promise<
    Pick<LaunchedStudio, 'exited' | 'savePlaceAsync' | 'readCoverageAsync'> & {
      onReload(listener: (reload: PlaceReload) => void): void;
      closeAsync(): Promise<void>;
      terminateAsync(): Promise<void>;
    }
  >;
}

export interface InstallationInfo {
  readonly path: string;
  readonly foundBy: string;
  readonly used: boolean;
}

export interface StudioLauncher {
  /** @throws BridgeError STUDIO_NOT_FOUND if the one that was named is not there. */
  listInstallationsAsync(studioPath?: string): Promise<InstallationInfo[]>;
  launchAsync(request: LaunchRequest): Promise<LaunchedStudio>;
}

export function createStudioLauncher(parts: LauncherParts): StudioLauncher {
  return {
    async listInstallationsAsync(studioPath) {
      const found = parts.findInstallations(studioPath);
      if ('missing' in found) throw await missingStudioAsync(found);
      return found.map(({ studio, foundBy }, index) => ({ path: studio, foundBy, used: index === 0 }));
    },

    async launchAsync(request) {
      const installation = request.emulator === true ? undefined : await chooseAsync(parts, request);
      if (!installation) return await startEmulatorAsync(parts, request);
      const { port = 0, place, isLongLived = false, isHeaded = false, notify } = request;
      const notice = `Using Roblox Studio (${installation.studio}, found by ${installation.foundBy}).`;
      return await parts.startStudioAsync(installation, {
        ...{ port, place, isLongLived, isHeaded, notice, notify },
      });
    },
  };
}

/** Undefined where there is no Roblox Studio and nobody insists on one. */
async function chooseAsync(
  parts: LauncherParts,
  { emulator, studioPath }: LaunchRequest,
): Promise<StudioInstallation | undefined> {
  const found = parts.findInstallations(studioPath);
  if ('missing' in found) throw await missingStudioAsync(found);
  const [installation] = found;
  if (installation || emulator !== false) return installation;
  // Loaded here, because it brings the schema library with it.
  const { BridgeError } = await import('../protocol/bridge-error.js');
  throw new BridgeError('STUDIO_NOT_FOUND', 'Roblox Studio was not found on this machine.');
}

async function startEmulatorAsync(parts: LauncherParts, request: LaunchRequest): Promise<LaunchedStudio> {
  const {
    port,
    emulator,
    placeName,
    play,
    virtualTime = false,
    seed,
    place,
    faults,
    onReload,
    coverage = false,
    refusedMethods,
    isLongLived,
    readsPlaceAhead = false,
  } = request;
  const start = {
    ...(port === undefined ? {} : { port }),
    ...(placeName === undefined ? {} : { placeName }),
    ...(play === undefined ? {} : { play }),
    ...(virtualTime ? { virtualTime } : {}),
    ...(seed === undefined ? {} : { seed }),
    ...(place === undefined ? {} : { place }),
    ...(faults === undefined ? {} : { faults }),
    ...(onReload === undefined ? {} : { watch: true }),
    ...(coverage ? { coverage } : {}),
    ...(refusedMethods === undefined ? {} : { refusedMethods }),
    ...(isLongLived ? { startup: 'throughput' as const } : {}),
    plugins: [await parts.loadPluginAsync()],
  };
  const studio = await parts.startEmulatorAsync(start, readsPlaceAhead);
  if (onReload) studio.onReload(onReload);
  return {
    kind: 'emulator',
    notice: `Using an emulated Studio${emulator === true ? '' : ' (Roblox Studio was not found on this machine)'}.`,
    exited: studio.exited,
    savePlaceAsync: (path) => studio.savePlaceAsync(path),
    ...(coverage && studio.readCoverageAsync
      ? { readCoverageAsync: studio.readCoverageAsync.bind(studio) }
      : {}),
    closeAsync: (how) => (how?.atOnce ? studio.terminateAsync() : studio.closeAsync()),
  };
}

export async function missingStudioAsync({ missing, namedBy, isNoProgram }: MissingStudio): Promise<Error> {
  const { BridgeError } = await import('../protocol/bridge-error.js');
  const why = isNoProgram ? 'which is no program that you may run' : 'and no Roblox Studio is there';
  return new BridgeError('STUDIO_NOT_FOUND', `${namedBy} names ${missing}, ${why}.`, {
    hint: 'Name the program, the folder of its version or the application: studio-bridge process installations',
  });
}
