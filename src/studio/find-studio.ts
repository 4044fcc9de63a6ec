// Whether Roblox Studio is on this machine, and where.
import { type Machine, pathOf } from './machine.js';

const MACOS_PROGRAM = '/Applications/RobloxStudio.app/Contents/MacOS/RobloxStudioBeta';
const WINDOWS_PROGRAM = 'RobloxStudioBeta.exe';

export function findStudio(machine: Machine): string | undefined {
  return candidates(machine).find((program) => machine.exists(program));
}

function candidates(machine: Machine): string[] {
  if (machine.platform === 'darwin') return [MACOS_PROGRAM];
  const local = machine.env.LOCALAPPDATA;
  if (machine.platform !== 'win32' || !local) return [];
  const path = pathOf(machine);
  const versions = path.join(local, 'Roblox', 'Versions');
  return machine.list(versions).map((version) => path.join(versions, version, WINDOWS_PROGRAM));
}
