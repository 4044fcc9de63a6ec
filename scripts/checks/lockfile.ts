// The lock file has to install from any registry and on every platform; npm keeps neither by itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
export type Lockfile = Readonly<{ packages: Readonly<Record<string, LockedPackage>> }>;

export function readLockfile(root: string): Lockfile {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
}

export function lockfileProblems({ packages }: Lockfile): string[] {
  const addresses = Object.entries(packages)
    .filter(([, entry]) => entry.resolved !== undefined && !entry.link)
    .map(([path]) => `${path} names a registry address: run npm install with the .npmrc of this project.`);
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isLocked(packages, path, name))
      .map(([name, range]) => `${path || 'package.json'} wants ${name} ${range}, which is not locked.`),
  );
  return [...addresses, ...missing];
}

/** As Node looks it up: beside the asking package, then in each folder above. */
function isLocked(packages: Lockfile['packages'], from: string, name: string): boolean {
  const folders = from === '' ? [] : from.split(/\/?node_modules\//).filter((part) => part !== '');
  for (let depth = folders.length; depth >= 0; depth--) {
    const path = [...folders.slice(0, depth), name].map((part) => `node_modules/${part}`).join('/');
    if (packages[path]) return true;
  }
  return false;
}
