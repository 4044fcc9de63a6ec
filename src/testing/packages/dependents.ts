// What a change reaches: the packages that it is in or that take files from where it is, and all that depend on those.
import { basename, dirname, isAbsolute } from 'node:path';
import { isIn } from '../../support/real-path.js';
import type { ChangedFiles } from './changed-files.js';
import { projectPaths } from './project-paths.js';
import type { TestTarget } from './test-target.js';
import type { Workspace, WorkspacePackage } from './workspace.js';

/** What is in the root of a workspace for all of its packages: what they are, and what is installed for them. */
const COMMON_FILES = new Set([
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-workspace.yaml',
  'pnpm-lock.yaml',
  'yarn.lock',
  '.yarnrc.yml',
  '.npmrc',
  'wally.toml',
  'wally.lock',
  'pesde.toml',
  'pesde.lock',
  'rokit.toml',
  'aftman.toml',
  'foreman.toml',
  '.luaurc',
]);

/** The packages that have to be tested again, and why: what changed of each, or which changed package it depends on. */
export function affectedPackages(
  { root, packages }: Workspace,
  targets: readonly TestTarget[],
  { files, gone }: ChangedFiles,
): Map<string, string> {
  const sources = sourcesOf(targets);
  const reasons = new Map<string, string>();
  for (const file of files) {
    const owner = ownerOf(file, packages);
    const isForAll = dirname(file) === root && COMMON_FILES.has(basename(file));
    for (const { name, dependencies } of packages) {
      const isUsed = sources.get(name)?.some((path) => isIn(file, path)) ?? false;
      const isMissed = dependencies.some((one) => gone.includes(one));
      if ((isForAll || isUsed || isMissed || name === owner) && !reasons.has(name)) reasons.set(name, file);
    }
  }
  const dependents = dependentsOf(packages, sources);
  const waiting = [...reasons.keys()];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    for (const dependent of dependents.get(name) ?? []) {
      if (reasons.has(dependent)) continue;
      reasons.set(dependent, name);
      waiting.push(dependent);
    }
  }
  return reasons;
}

function sourcesOf(targets: readonly TestTarget[]): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const target of targets) {
    const known = sources.get(target.package.name) ?? [];
    sources.set(target.package.name, [...known, ...projectPaths(target.source)]);
  }
  return sources;
}

/** By package: those that name it in their manifest, or whose project takes files from its folder. */
function dependentsOf(
  packages: readonly WorkspacePackage[],
  sources: ReadonlyMap<string, readonly string[]>,
): Map<string, Set<string>> {
  const dependents = new Map(packages.map(({ name }) => [name, new Set<string>()]));
  for (const { name, dependencies } of packages) {
    for (const dependency of dependencies) {
      const owner = isAbsolute(dependency) ? ownerOf(dependency, packages) : dependency;
      if (owner !== undefined && owner !== name) dependents.get(owner)?.add(name);
    }
    for (const path of sources.get(name) ?? []) {
      const owner = ownerOf(path, packages);
      if (owner !== undefined && owner !== name) dependents.get(owner)?.add(name);
    }
  }
  return dependents;
}

/** The package in the innermost folder. */
function ownerOf(path: string, packages: readonly WorkspacePackage[]): string | undefined {
  let owner: WorkspacePackage | undefined;
  for (const one of packages) {
    if (isIn(path, one.folder) && one.folder.length > (owner?.folder.length ?? -1)) owner = one;
  }
  return owner?.name;
}
