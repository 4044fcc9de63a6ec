// Decides which Studio a command gets, the real one or the emulated one, and starts it. It loads nothing slow,
// so that an emulated Studio can begin to start before the rest of the program is there.
import type {
  LaunchOptions,
  RunningStudio,
  StudioChoice,
  StudioLauncher,
} from '../command/world/studio-launcher.js';
import type { PlaceReload } from '../support/place-reload.js';
import type { StudioFaultPlan } from '../support/studio-faults.js';
import type { MissingStudio } from './find-studio.js';
import type { StudioInstallation } from './installation.js';
import type { PluginModel } from './plugin/plugin-files.js';

export interface EmulatorStart {
  readonly port?: number;
  readonly isInner?: boolean;
  readonly placeName?: string;
  readonly play?: number;
  readonly virtualTime?: boolean;
  readonly seed?: number;
  readonly place?: string;
  readonly faults?: StudioFaultPlan;
  readonly watch?: boolean;
  readonly coverage?: boolean;
  readonly refusedMethods?: Readonly<Record<string, string>>;
  readonly startup?: 'throughput';
  readonly plugins: readonly PluginModel[];
}

export interface StudioStart {
  readonly port: number;
  /** A place, a model or a Rojo project. */
  readonly place: string | undefined;
  /** With play tests, in which only a plugin is present. */
  readonly isLongLived: boolean;
  /** With a window that can be seen. */
  readonly isHeaded: boolean;
  readonly notice: string;
  /** What is worth knowing besides. */
  readonly notify: ((line: string) => void) | undefined;
}

/** What the launcher stands on. */
export interface LauncherParts {
  findInstallations(studioPath?: string): readonly StudioInstallation[] | MissingStudio;
  loadPluginAsync(): Promise<PluginModel>;
  /** The real one, which is there. */
  startStudioAsync(installation: StudioInstallation, start: StudioStart): Promise<RunningStudio>;
  /** @param readsPlaceAhead The place is read here, while the emulator comes up. */
  startEmulatorAsync(
    options: EmulatorStart,
    readsPlaceAhead: boolean,
    admit: LaunchOptions['admit'],
  ): Promise<
    Pick<RunningStudio, 'exited' | 'savePlaceAsync' | 'desk' | 'readCoverageAsync'> & {
      onReload(listener: (reload: PlaceReload) => void): void;
      closeAsync(): Promise<void>;
      terminateAsync(): Promise<void>;
    }
  >;
}

export function createStudioLauncher(parts: LauncherParts): StudioLauncher {
  return {
    async listInstallationsAsync(studioPath) {
      const found = await presentAsync(parts.findInstallations(studioPath));
      return found.map(({ studio, foundBy }, index) => ({ path: studio, foundBy, used: index === 0 }));
    },

    async isEmulatedAsync(choice) {
      return (await chooseStudioAsync(choice, parts.findInstallations)) === undefined;
    },

    async launchAsync(options) {
      const { port = 0, place, isLongLived = false, isHeaded = false, notify } = options;
      const installation = await chooseStudioAsync(options, parts.findInstallations);
      const notice = noticeOf(installation, options);
      if (!installation) return await startEmulatorAsync(parts, options, notice);
      return await parts.startStudioAsync(installation, {
        port,
        place,
        isLongLived,
        isHeaded,
        notify,
        notice,
      });
    },
  };
}

/**
 * Undefined where it is the emulated one.
 *
 * @throws BridgeError STUDIO_NOT_FOUND where there is no Roblox Studio and somebody insists on one.
 */
export async function chooseStudioAsync(
  { emulator, studioPath }: StudioChoice,
  findInstallations: LauncherParts['findInstallations'],
): Promise<StudioInstallation | undefined> {
  if (emulator === true) return undefined;
  const [installation] = await presentAsync(findInstallations(studioPath));
  if (installation || emulator !== false) return installation;
  // Loaded here, because it brings the schema library with it.
  const { BridgeError } = await import('../protocol/bridge-error.js');
  throw new BridgeError('STUDIO_NOT_FOUND', 'Roblox Studio was not found on this machine.');
}

/** Which Studio it is and why, in one line. */
export function noticeOf(chosen: StudioInstallation | undefined, { emulator }: StudioChoice): string {
  if (chosen) return `Using Roblox Studio (${chosen.studio}, found by ${chosen.foundBy}).`;
  return `Using an emulated Studio${emulator === true ? '' : ' (Roblox Studio was not found on this machine)'}.`;
}

async function startEmulatorAsync(
  parts: LauncherParts,
  options: LaunchOptions,
  notice: string,
): Promise<RunningStudio> {
  const {
    port,
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
  } = options;
  const start = {
    ...(port === undefined ? {} : { port }),
    ...(options.admit ? { isInner: true } : {}),
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
  const studio = await parts.startEmulatorAsync(start, readsPlaceAhead, options.admit);
  if (onReload) studio.onReload(onReload);
  return {
    kind: 'emulator',
    notice,
    exited: studio.exited,
    savePlaceAsync: (path) => studio.savePlaceAsync(path),
    ...(studio.desk ? { desk: studio.desk } : {}),
    ...(coverage && studio.readCoverageAsync
      ? { readCoverageAsync: studio.readCoverageAsync.bind(studio) }
      : {}),
    closeAsync: (how) => (how?.atOnce ? studio.terminateAsync() : studio.closeAsync()),
  };
}

/** @throws BridgeError STUDIO_NOT_FOUND if the one that was named is not there. */
async function presentAsync(
  found: ReturnType<LauncherParts['findInstallations']>,
): Promise<readonly StudioInstallation[]> {
  if (!('missing' in found)) return found;
  const { missing, namedBy, isNoProgram } = found;
  const { BridgeError } = await import('../protocol/bridge-error.js');
  const why = isNoProgram ? 'which is no program that you may run' : 'and no Roblox Studio is there';
  throw new BridgeError('STUDIO_NOT_FOUND', `${namedBy} names ${missing}, ${why}.`, {
    hint: 'Name the program, the folder of its version or the application: studio-bridge process installations',
  });
}
