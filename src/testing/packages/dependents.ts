// What a change reaches: the packages that it is in or that take files from where it is, and all that depend on those.
import { sep } from 'node:path';
import { projectPaths } from './project-paths.js';
import type { TestTarget } from './test-target.js';
import type { Workspace, WorkspacePackage } from './workspace.js';

/** Of real paths. */
export const isIn = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** The packages that have to be tested again, and why: what changed of each, or which changed package it depends on. */
export function affectedPackages(
  { packages }: Workspace,
  targets: readonly TestTarget[],
  changedFiles: readonly string[],
): Map<string, string> {
  const sources = sourcesOf(targets);
  const reasons = new Map<string, string>();
  for (const file of changedFiles) {
    const owner = ownerOf(file, packages);
    for (const { name } of packages) {
      const isUsed = sources.get(name)?.some((path) => isIn(file, path)) ?? false;
      if ((isUsed || name === owner) && !reasons.has(name)) reasons.set(name, file);
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
    for (const dependency of dependencies) dependents.get(dependency)?.add(name);
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
