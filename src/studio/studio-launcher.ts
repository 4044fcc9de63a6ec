// Decides which Studio a command gets, the real one or the emulated one, and starts it. It loads nothing slow,
// so that an emulated Studio can begin to start before the rest of the program is there.
import type { PluginModel } from './plugin-files.js';

export interface LaunchRequest {
  readonly port?: number | undefined;
  /** True: the emulated one. False: the real one. Otherwise whichever this machine has. */
  readonly emulator?: boolean | undefined;
  readonly placeName?: string | undefined;
}

export interface LaunchedStudio {
  readonly kind: 'studio' | 'emulator';
  /** Which Studio this is and why, in one line. */
  readonly notice: string;
  readonly exited: Promise<unknown>;
  closeAsync(): Promise<void>;
}

export interface EmulatorStart {
  readonly port?: number;
  readonly placeName?: string;
  readonly plugins: readonly PluginModel[];
}

/** What the launcher stands on. */
export interface LauncherParts {
  /** The program of Roblox Studio, where it is installed. */
  findStudio(): string | undefined;
  loadPluginAsync(): Promise<PluginModel>;
  startEmulatorAsync(
    options: EmulatorStart,
  ): Promise<{ exited: Promise<unknown>; closeAsync(): Promise<void> }>;
}

export interface StudioLauncher {
  launchAsync(request: LaunchRequest): Promise<LaunchedStudio>;
}

export function createStudioLauncher(parts: LauncherParts): StudioLauncher {
  return {
    async launchAsync({ port, emulator, placeName }) {
      if (emulator === false) throw await studioUnavailableAsync(parts.findStudio());
      const studio = await parts.startEmulatorAsync({
        ...(port === undefined ? {} : { port }),
        ...(placeName === undefined ? {} : { placeName }),
        plugins: [await parts.loadPluginAsync()],
      });
      return {
        kind: 'emulator',
        notice: emulatorNotice(emulator === true, parts),
        exited: studio.exited,
        closeAsync: () => studio.closeAsync(),
      };
    },
  };
}

function emulatorNotice(asked: boolean, { findStudio }: LauncherParts): string {
  if (asked) return 'Using an emulated Studio.';
  return findStudio() === undefined
    ? 'Using an emulated Studio (Roblox Studio was not found on this machine).'
    : 'Using an emulated Studio (this version does not start Roblox Studio by itself).';
}

async function studioUnavailableAsync(program: string | undefined): Promise<Error> {
  // Loaded here, because it brings the schema library with it.
  const { BridgeError } = await import('../protocol/bridge-error.js');
  if (program === undefined) {
    return new BridgeError('STUDIO_NOT_FOUND', 'Roblox Studio was not found on this machine.');
  }
  return new BridgeError('STUDIO_NOT_FOUND', 'This version does not start Roblox Studio by itself.', {
    hint: 'Open Studio and use studio-bridge console exec, or take the emulated one: --emulator',
  });
}
