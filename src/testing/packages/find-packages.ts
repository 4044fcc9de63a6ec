// The tests that a batch is asked for: everything in the workspace, or what a change reaches.
import { changedFilesAsync } from './changed-files.js';
import { affectedPackages } from './dependents.js';
import { type TestTarget, testTargetsOf } from './test-target.js';
import { findWorkspace, type Workspace } from './workspace.js';

export interface PackageChoice {
  /** Where the workspace is looked for. */
  readonly folder: string;
  /** A git revision: only what changed since, with all that depends on it. Everything without it. */
  readonly base?: string | undefined;
  /** Of `deploy.nevermore.json`, instead of the usual one: only packages that have it. */
  readonly deployTarget?: string | undefined;
  /** Only packages with one of these in their names. */
  readonly names: readonly string[];
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ChosenPackages {
  readonly workspace: Workspace;
  readonly targets: readonly TestTarget[];
  /** How many targets there would be without any choice. */
  readonly total: number;
  /** Names of the choice that none of those to be tested has, and no limit is why. */
  readonly unknown: readonly string[];
}

export async function findPackagesAsync(choice: PackageChoice): Promise<ChosenPackages> {
  const workspace = findWorkspace(choice.folder);
  const all = eachOnce(workspace.packages.flatMap((one) => testTargetsOf(one, choice.deployTarget)));
  let targets = all;
  if (choice.base !== undefined) {
    const changed = await changedFilesAsync(workspace.root, choice.base, choice.signal);
    const affected = affectedPackages(workspace, all, changed);
    targets = targets.filter((target) => affected.has(target.package.name));
  }
  const unknown = choice.names.filter((part) => !targets.some(({ name }) => name.includes(part)));
  if (choice.names.length > 0) {
    targets = targets.filter(({ name }) => choice.names.some((part) => name.includes(part)));
  }
  return { workspace, targets: targets.slice(0, choice.limit), total: all.length, unknown };
}

/** The folder of a project that another package names as that of its tests is no package of its own. */
function eachOnce(targets: readonly TestTarget[]): TestTarget[] {
  const owners = new Map<string, TestTarget['package']>();
  return targets.filter(({ source, package: one }) => {
    const owner = owners.get(source) ?? one;
    owners.set(source, owner);
    return owner === one;
  });
}
