// A path as Studio is given one, as this machine knows it. Like Studio it wants the whole path: one that is relative, or
// written as `\\?\`, is not found.
import { isAbsolute, posix } from 'node:path';

/** What the beginnings of Windows' paths are here; undefined where paths are this machine's own. */
export type Drives = Readonly<Record<string, string>> | undefined;

export function findStudioPath(path: string, drives: Drives): string | undefined {
  if (!drives) return isAbsolute(path) && !path.startsWith('\\\\?\\') ? path : undefined;
  const lower = path.replaceAll('/', '\\').toLowerCase();
  for (const [beginning, folder] of Object.entries(drives)) {
    const start = `${beginning.toLowerCase()}\\`;
    if (!lower.startsWith(start)) continue;
    const rest = path.slice(start.length).replaceAll('\\', '/');
    return posix.join(folder, rest);
  }
  return undefined;
}
