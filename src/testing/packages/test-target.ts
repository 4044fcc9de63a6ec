// What of a package is tested: the place that is built from it, the script or the specs that run there, and where in Open
// Cloud it may run.
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { isObject } from '../../support/json-object.js';
import { DEPLOY_FILE, readDeployTargets } from '../configuration/deploy-file.js';
import { placesIn } from '../configuration/places-in.js';
import { idOf, textOf, tryReadJson } from './config-file.js';
import type { WorkspacePackage } from './workspace.js';

export interface TestTarget {
  /** The package's name, followed by that of the place where it has more than one. */
  readonly name: string;
  readonly package: WorkspacePackage;
  /** A Rojo project or a place file. */
  readonly source: string;
  /** A Luau file that is the test, instead of specs. */
  readonly script?: string | undefined;
  readonly universeId?: number | undefined;
  readonly placeId?: number | undefined;
  /** What was asked for and is not done, for people. */
  readonly notes: readonly string[];
}

const OWN_FILE = 'studio-bridge.json';

/**
 * What `studio-bridge test` would test in the package's folder: as our own file says, else that of deployments, else its
 * project. None for a package without tests.
 */
export function testTargetsOf(one: WorkspacePackage, deployTarget?: string): TestTarget[] {
  const options = ownOptions(one);
  const ownPlace = textOf(options.place);
  const wanted = deployTarget ?? textOf(options.deployTarget);
  const own = {
    ...(ownPlace === undefined ? {} : { source: fileOf(ownPlace, one, OWN_FILE) }),
    ...scriptOf(textOf(options.script), one, OWN_FILE),
    ...idsOf(options),
  };
  const isDeployed = ownPlace === undefined || wanted !== undefined;
  const deployed = isDeployed ? deployTargets(one, wanted, deployTarget) : undefined;
  if (deployed) return deployed.map((target) => ({ ...target, ...own }));
  const source = own.source ?? usualPlace(one);
  return source === undefined ? [] : [{ name: one.name, package: one, notes: [], ...own, source }];
}

/** Defaults of the command `test` in that folder. */
function ownOptions(one: WorkspacePackage): Readonly<Record<string, unknown>> {
  const file = tryReadJson(join(one.folder, OWN_FILE));
  const commands = isObject(file?.commands) ? file.commands : {};
  return isObject(commands.test) ? commands.test : {};
}

/** Undefined where there is no such file; a file without tests says that there are none. */
function deployTargets(
  one: WorkspacePackage,
  wanted: string | undefined,
  common: string | undefined,
): TestTarget[] | undefined {
  if (!existsSync(join(one.folder, DEPLOY_FILE))) return common === undefined ? undefined : [];
  const targets =
    readDeployTargets(one.folder, wanted, {
      isOptional: wanted === undefined || common !== undefined,
    }) ?? [];
  return targets.map(({ placeName, project, script, notes, universeId, placeId }) => ({
    name: placeName === undefined ? one.name : `${one.name} - ${placeName}`,
    package: one,
    source: fileOf(project, one, DEPLOY_FILE),
    ...scriptOf(script, one, DEPLOY_FILE),
    universeId,
    placeId,
    notes,
  }));
}

/** Of several that are no more usual than each other, none is meant. */
function usualPlace({ folder }: WorkspacePackage): string | undefined {
  const [only, ...others] = placesIn(folder);
  return only === undefined || others.length > 0 ? undefined : join(folder, only);
}

function idsOf(options: Readonly<Record<string, unknown>>): { universeId?: number; placeId?: number } {
  const universeId = idOf(options.universeId);
  const placeId = idOf(options.placeId);
  return {
    ...(universeId === undefined ? {} : { universeId }),
    ...(placeId === undefined ? {} : { placeId }),
  };
}

function scriptOf(path: string | undefined, one: WorkspacePackage, config: string): { script?: string } {
  return path === undefined ? {} : { script: fileOf(path, one, config) };
}

function fileOf(path: string, { folder, name }: WorkspacePackage, config: string): string {
  const file = resolve(folder, path);
  if (existsSync(file)) return file;
  throw new BridgeError(
    'FILE_NOT_READABLE',
    `The package ${name} has no file ${relative(folder, file)}, which its ${config} names.`,
    {
      hint: `Looked for at ${file}.`,
    },
  );
}
