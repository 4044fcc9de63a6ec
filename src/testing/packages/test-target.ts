// What of a package is tested: the place that is built from it, the script or the specs that run there, and where in Open
// Cloud it may run.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { idOf, isObject, type JsonObject, textOf, tryReadJson } from './config-file.js';
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
const NEVERMORE_FILE = 'deploy.nevermore.json';
const DEFAULT_PROJECT = 'default.project.json';

/** None for a package without tests. The nearest word counts: our own file, then that of deployments, then the project. */
export function testTargetsOf(one: WorkspacePackage): TestTarget[] {
  const own = ownTarget(one);
  if (own) return [own];
  const deployment = tryReadJson(join(one.folder, NEVERMORE_FILE));
  if (deployment) return deploymentTargets(deployment, one);
  const source = join(one.folder, DEFAULT_PROJECT);
  return existsSync(source) ? [{ name: one.name, package: one, source, notes: [] }] : [];
}

/** The options that `studio-bridge test` would take in that folder. */
function ownTarget(one: WorkspacePackage): TestTarget | undefined {
  const file = tryReadJson(join(one.folder, OWN_FILE));
  const commands = isObject(file?.commands) ? file.commands : {};
  const options = commands.test;
  if (!isObject(options)) return undefined;
  const source = textOf(options.place) ?? DEFAULT_PROJECT;
  return {
    name: one.name,
    package: one,
    source: fileOf(source, one, OWN_FILE),
    ...scriptOf(options.script, one, OWN_FILE),
    universeId: idOf(options.universeId),
    placeId: idOf(options.placeId),
    notes: [],
  };
}

function deploymentTargets({ targets }: JsonObject, one: WorkspacePackage): TestTarget[] {
  const target = isObject(targets) ? targets.test : undefined;
  if (!isObject(target)) return [];
  const places = Array.isArray(target.places) ? target.places.filter(isObject) : [];
  const all: readonly JsonObject[] =
    places.length > 0 ? places.map((place) => ({ ...target, ...place })) : [target];
  return all.map((place, index) => {
    const project = textOf(place.project) ?? DEFAULT_PROJECT;
    const placeName = textOf(place.name) ?? String(place.placeId ?? index + 1);
    return {
      name: all.length === 1 ? one.name : `${one.name} - ${placeName}`,
      package: one,
      source: fileOf(project, one, NEVERMORE_FILE),
      ...scriptOf(place.scriptTemplate, one, NEVERMORE_FILE),
      universeId: idOf(place.universeId),
      placeId: idOf(place.placeId),
      notes: isObject(place.basePlace)
        ? ['its base place is not downloaded: the tests run in what its project builds']
        : [],
    };
  });
}

function scriptOf(script: unknown, one: WorkspacePackage, config: string): { script?: string } {
  const path = textOf(script);
  return path === undefined ? {} : { script: fileOf(path, one, config) };
}

function fileOf(path: string, { folder, name }: WorkspacePackage, config: string): string {
  const file = resolve(folder, path);
  if (existsSync(file)) return file;
  throw new BridgeError(
    'FILE_NOT_READABLE',
    `The package ${name} has no file ${path}, which its ${config} names.`,
    {
      hint: `Looked for at ${file}.`,
    },
  );
}
