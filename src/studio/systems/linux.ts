// Studio on Linux: Windows' own Studio seen from WSL, or one in Wine.
import type { StudioPlaces } from '../machine.js';
import { endGroup } from './process-group.js';
import { vinegar, winePrefix } from './wine.js';
import { wsl } from './wsl.js';

export const linux: StudioPlaces = {
  pluginsFolders: (machine) => [
    ...(machine.isWsl ? wsl.pluginsFolders(machine) : []),
    ...vinegar.pluginsFolders(machine),
    ...winePrefix.pluginsFolders(machine),
  ],
  installations: (machine) => [
    ...(machine.isWsl ? wsl.installations(machine) : []),
    ...vinegar.installations(machine),
    ...winePrefix.installations(machine),
  ],
  searched: (machine) => [
    ...(machine.isWsl ? wsl.searched(machine) : []),
    ...vinegar.searched(machine),
    ...winePrefix.searched(machine),
  ],
  passedOver: (machine) => [vinegar, winePrefix].flatMap((folders) => folders.passedOver?.(machine) ?? []),
  logFolders: (machine) => [
    ...(machine.isWsl ? wsl.logFolders(machine) : []),
    ...vinegar.logFolders(machine),
    ...winePrefix.logFolders(machine),
  ],

  async processStartMsAsync(machine, pid) {
    const ticks = startTicks(machine.readText(`/proc/${pid}/stat`));
    if (ticks === 'ended') return ticks;
    const bootSeconds = /^btime (\d+)$/m.exec(machine.readText('/proc/stat') ?? '')?.[1];
    if (ticks === undefined || bootSeconds === undefined) return undefined;
    return Number(bootSeconds) * 1000 + ticks * MS_PER_TICK;
  },

  // Wine ends a program at a signal; only Windows itself passes the wish on to its windows.
  askToCloseAsync: async (machine, process) =>
    process.paths === 'windows' && (await wsl.askToCloseAsync(machine, process)),

  async endAsync(machine, process) {
    if (process.paths === 'windows') await wsl.endAsync(machine, process);
    endGroup(machine, process.pid);
  },
};

/** Of the kernel's user interface, whatever its own clock is. */
const MS_PER_TICK = 10;
const START_FIELD = 22;

/** The name of the program may hold blanks and brackets: fields are counted from its end. */
function startTicks(stat: string | undefined): number | 'ended' | undefined {
  const rest = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (rest?.[0] === 'Z' || rest?.[0] === 'X') return 'ended';
  const field = rest?.[START_FIELD - 3];
  return field === undefined ? undefined : Number(field);
}
