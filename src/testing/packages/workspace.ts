// Which packages a repository has: as npm, yarn or pnpm are told, or, without any of them, every folder with a Rojo
// project that can be tested.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { load as parseYaml } from 'js-yaml';
import picomatch from 'picomatch';
import { parseCommentedJson } from '../../emulator/places/index.js';
import { BridgeError } from '../../protocol/bridge-error.js';
import { isObject } from '../../support/json-object.js';
import { DEPLOY_FILE } from '../configuration/deploy-file.js';
import { USUAL_PROJECTS } from '../configuration/places-in.js';
import { textOf, tryReadFile, tryReadJson } from './config-file.js';

export interface WorkspacePackage {
  /** Unlike that of any other package of the workspace. */
  readonly name: string;
  readonly folder: string;
  /** Names that its manifest asks for, of this workspace or not, and folders. */
  readonly dependencies: readonly string[];
}

export interface Workspace {
  readonly root: string;
  /** Who says what the packages are. */
  readonly kind: 'pnpm' | 'package.json' | 'projects';
  /** In the order of their folders. */
  readonly packages: readonly WorkspacePackage[];
}

/** What makes a folder a package where no package manager says so. */
const TESTABLE = [...USUAL_PROJECTS, DEPLOY_FILE];
/** What tools install: the packages of others. */
const INSTALLED = new Set(['node_modules', 'Packages', 'DevPackages', 'ServerPackages', 'roblox_packages']);
const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** The workspace that `start` is in: the nearest one above it, or the one that this is a package of. */
export function findWorkspace(start: string): Workspace {
  const from = realpathSync(start);
  let nearest: Workspace | undefined;
  for (let folder = from; ; folder = dirname(folder)) {
    const found = readWorkspace(folder);
    if (!nearest || found?.packages.some((one) => one.folder === nearest?.root)) nearest = found ?? nearest;
    if (dirname(folder) === folder) break;
  }
  return nearest ?? { root: from, kind: 'projects', packages: packagesOf(from, foldersWithProjects(from)) };
}

function readWorkspace(root: string): Workspace | undefined {
  const pnpmFile = join(root, 'pnpm-workspace.yaml');
  const pnpm = tryReadFile(pnpmFile, (text) => parseYaml(text) ?? {});
  if (pnpm) {
    const folders = new Set([root, ...foldersLike(globsOf(pnpm.packages, pnpmFile) ?? [], root)]);
    return { root, kind: 'pnpm', packages: packagesOf(root, [...folders]) };
  }
  const folders = new Set<string>();
  return addWorkspaces(root, folders)
    ? { root, kind: 'package.json', packages: packagesOf(root, [...folders]) }
    : undefined;
}

/** With those of packages that are workspaces themselves, as yarn has them. False for a folder that is none. */
function addWorkspaces(root: string, found: Set<string>): boolean {
  const manifestFile = join(root, 'package.json');
  const { workspaces } = tryReadJson(manifestFile) ?? {};
  // Yarn also knows an object with the globs in it.
  const globs = globsOf(isObject(workspaces) ? workspaces.packages : workspaces, manifestFile);
  found.add(root);
  if (!globs) return false;
  for (const folder of foldersLike(globs, root)) if (!found.has(folder)) addWorkspaces(folder, found);
  return true;
}

function globsOf(value: unknown, file: string): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((glob) => typeof glob === 'string')) return value;
  throw new BridgeError('FILE_NOT_READABLE', `The packages in ${file} have to be a list of patterns.`);
}

/** Those with a manifest; a pattern that begins with ! takes away from the ones before. */
function foldersLike(globs: readonly string[], root: string): string[] {
  const found = new Set<string>();
  for (const glob of globs) {
    const isTaken = !glob.startsWith('!');
    const pattern = glob.replace(/^!/, '').replace(/^\.\//, '').replace(/\/+$/, '');
    const matches = picomatch(pattern);
    if (!isTaken) {
      for (const folder of found) if (matches(localPath(root, folder))) found.delete(folder);
      continue;
    }
    const { base } = picomatch.scan(pattern);
    const depth = pattern.includes('**') ? Number.POSITIVE_INFINITY : pattern.split('/').length;
    for (const folder of foldersBelow(join(root, base), root, depth)) {
      if (matches(localPath(root, folder)) && existsSync(join(folder, 'package.json'))) found.add(folder);
    }
  }
  return [...found];
}

function foldersWithProjects(root: string): string[] {
  return foldersBelow(root, root, Number.POSITIVE_INFINITY).filter(
    (folder) =>
      TESTABLE.some((file) => existsSync(join(folder, file))) ||
      isObject(tryReadJson(join(folder, 'studio-bridge.json'))?.commands),
  );
}

function foldersBelow(start: string, root: string, depth: number): string[] {
  if (!existsSync(start)) return [];
  const folders = [start];
  const isDeepEnough = localPath(root, start).split('/').filter(Boolean).length >= depth;
  if (isDeepEnough) return folders;
  for (const entry of readdirSync(start, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.') || INSTALLED.has(entry.name)) continue;
    folders.push(...foldersBelow(join(start, entry.name), root, depth));
  }
  return folders;
}

function packagesOf(root: string, folders: readonly string[]): WorkspacePackage[] {
  const packages = [...folders].sort().map((folder) => readPackage(folder));
  const count = (name: string) => packages.filter((one) => one.name === name).length;
  return packages.map((one) =>
    count(one.name) === 1 ? one : { ...one, name: `${one.name} (${localPath(root, one.folder) || '.'})` },
  );
}

function readPackage(folder: string): WorkspacePackage {
  const manifest = tryReadJson(join(folder, 'package.json'));
  const project = manifest
    ? undefined
    : tryReadFile(join(folder, 'default.project.json'), parseCommentedJson);
  const dependencies = DEPENDENCY_FIELDS.map((field) => manifest?.[field])
    .filter(isObject)
    .flatMap((names) => Object.entries(names).flatMap(([name, range]) => wantedBy(name, range, folder)));
  return {
    name: textOf(manifest?.name) ?? textOf(project?.name) ?? basename(folder),
    folder,
    dependencies: [...new Set(dependencies)],
  };
}

/** The package that is meant: by its name, that of another one behind an alias, or its folder. */
function wantedBy(name: string, range: unknown, folder: string): string[] {
  const [, protocol = '', rest = ''] = /^(file|link|portal|workspace):(.*)$/.exec(textOf(range) ?? '') ?? [];
  const [, alias] = /^(@?[^@]+)@/.exec(rest) ?? [];
  if (protocol === 'workspace' && alias !== undefined) return [name, alias];
  return protocol === '' || !/[./]/.test(rest) ? [name] : [name, resolve(folder, rest)];
}

/** From the root of the workspace, as patterns and people write it. */
export function localPath(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}
