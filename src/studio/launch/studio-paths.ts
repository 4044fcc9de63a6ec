// A path of this machine in the words of the Studio that was found, and back. Studio is given absolute paths only: it
// refuses others, and none that begin with `\\?\`.
import { posix, win32 } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import type { PathStyle, StudioInstallation } from '../installation.js';
import { type Machine, pathOf } from '../machine.js';
import { driveRoot } from '../systems/wsl.js';

type Target = Pick<StudioInstallation, 'paths' | 'studio'>;

const DRIVE = /^([A-Za-z]):[\\/]/;
const LINUX_SHARE = /^\\\\(?:wsl\.localhost|wsl\$)\\([^\\]+)(\\.*)?$/i;
/** What names of files cannot hold under Windows, which a Linux file may well be called. */
const NOT_IN_WINDOWS = /[<>:"|?*\\\u0000-\u001f]|[. ]$/;
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;
const MAX_WINDOWS_PATH = 259;

/** @throws BridgeError STUDIO_NOT_FOUND if Windows cannot be told where this Linux is. */
export function toStudioPath(machine: Machine, { paths }: Target, path: string): string {
  const full = pathOf(machine).resolve(path);
  if (paths === 'wine') return `Z:${full.replaceAll('/', '\\')}`;
  if (paths === 'windows') return toWindowsPath(machine, full);
  return machine.platform === 'win32' ? withoutLongPrefix(full) : full;
}

/** Undefined for a path that is none of this machine's. */
export function fromStudioPath(
  machine: Machine,
  { paths, studio }: Target,
  path: string,
): string | undefined {
  if (paths === 'native') return path;
  const [, letter] = DRIVE.exec(path) ?? [];
  const rest = path.slice(2).replaceAll('\\', '/');
  if (paths === 'wine') {
    if (letter?.toLowerCase() === 'z') return posix.normalize(rest);
    const [prefix, inside] = studio.split('/drive_c/');
    return letter?.toLowerCase() === 'c' && inside !== undefined
      ? posix.join(`${prefix}/drive_c`, rest)
      : undefined;
  }
  if (letter !== undefined) return posix.join(driveRoot(machine), letter.toLowerCase(), rest);
  const [, distribution, below = '\\'] = LINUX_SHARE.exec(path) ?? [];
  return distribution !== undefined && distribution === machine.env.WSL_DISTRO_NAME
    ? below.replaceAll('\\', '/')
    : undefined;
}

/** Why Studio could not open the file under its own name; undefined if it can. */
export function whyUnfit(machine: Machine, target: Target, path: string): string | undefined {
  const style = styleOf(machine, target.paths);
  if (style === posix) return undefined;
  const full = pathOf(machine).resolve(path);
  if (machine.platform !== 'win32') {
    const name = full.split('/').find((part) => NOT_IN_WINDOWS.test(part) || RESERVED.test(part));
    if (name !== undefined) return `Windows cannot name a file ${JSON.stringify(name)}`;
  }
  const length = toStudioPath(machine, target, full).length;
  return length > MAX_WINDOWS_PATH
    ? `its path has ${length} characters, and Studio opens no more than ${MAX_WINDOWS_PATH}`
    : undefined;
}

function styleOf(machine: Machine, paths: PathStyle): typeof posix {
  return paths === 'native' && machine.platform !== 'win32' ? posix : win32;
}

function toWindowsPath(machine: Machine, full: string): string {
  const root = driveRoot(machine).replace(/\/$/, '');
  const [, letter, rest = ''] = new RegExp(`^${escapeForRegExp(root)}/([A-Za-z])(/.*)?$`).exec(full) ?? [];
  if (letter !== undefined) return `${letter.toUpperCase()}:${rest.replaceAll('/', '\\') || '\\'}`;
  const distribution = machine.env.WSL_DISTRO_NAME;
  if (!distribution) {
    throw new BridgeError('STUDIO_NOT_FOUND', `Windows cannot be told where ${full} is.`, {
      hint: 'Set WSL_DISTRO_NAME to the name that wsl.exe --list shows, or keep the file below /mnt/c.',
    });
  }
  return `\\\\wsl.localhost\\${distribution}${full.replaceAll('/', '\\')}`;
}

function withoutLongPrefix(path: string): string {
  return path.replace(/^\\\\\?\\UNC\\/i, '\\\\').replace(/^\\\\\?\\/, '');
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
