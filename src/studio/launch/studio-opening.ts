// Which Studio is opened, Roblox's or the emulated one, and what is cleared away before.
import type { StudioOpening } from '../../command/world/studio-opening.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { DEFAULT_PORT } from '../../protocol/limits.js';
import { describeSearch, findInstallations } from '../find-studio.js';
import { pathOf } from '../machine.js';
import { requirePluginAsync } from '../plugin/required-plugin.js';
import { chooseStudioAsync, noticeOf } from '../studio-launcher.js';
import { createLaunchId } from './launch-records.js';
import type { LaunchParts } from './launch-studio.js';
import { openEmulatedStudioAsync } from './open-emulator.js';
import { openRobloxStudioAsync } from './open-studio.js';
import { findStartedAsync, listUnconnectedAsync } from './started-studios.js';
import { sweepLaunchesAsync } from './sweep-launches.js';

export interface OpeningParts extends LaunchParts {
  /** Node, and what of this program it runs: an emulated Studio is another process of it. */
  readonly node: string;
  readonly program: string;
}

export function createStudioOpening(parts: OpeningParts): StudioOpening {
  const { machine } = parts;
  return {
    async openAsync(given, notify) {
      const place = given.place === undefined ? undefined : pathOf(machine).resolve(given.place);
      const request = { ...given, place };
      const found = await chooseStudioAsync(request, (named) => findInstallations(machine, named));
      if (found === undefined) refuseForEmulator(request);
      notify(noticeOf(found, request));
      for (const path of (await sweepLaunchesAsync(parts)).kept) {
        notify(`A temporary place was changed in a Studio that has ended, and is kept: ${path}`);
      }
      const id = createLaunchId();
      if (found === undefined) return await openEmulatedStudioAsync({ ...parts, id }, request);
      const door = {
        ...{ ...parts, id, installation: found },
        requirePluginAsync: () => requirePluginAsync(machine, found, request.port ?? DEFAULT_PORT),
      };
      return await openRobloxStudioAsync(door, request, notify);
    },

    describeSearchAsync: async () => describeSearch(machine),
    findStartedAsync: (session) => findStartedAsync(parts, session),
    listUnconnectedAsync: (sessions) => listUnconnectedAsync(parts, sessions),
  };
}

function refuseForEmulator({ published, position, extra }: Parameters<StudioOpening['openAsync']>[0]): void {
  const what = published
    ? 'opens no published place'
    : position
      ? 'has no window to show a script in'
      : extra && extra.length > 0
        ? 'takes no further arguments'
        : undefined;
  if (what === undefined) return;
  throw new BridgeError('USAGE', `The emulated Studio ${what}.`, {
    hint: 'Take Roblox Studio (--no-emulator, or --studio-path), or give the emulated one a file: --place',
  });
}
