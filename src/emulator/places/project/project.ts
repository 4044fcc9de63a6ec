// Rojo projects (*.project.json): the tree that is written in them, with the files that it names.
import { statSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { ownValue } from '../../../support/own-value.js';
import type { Place } from '../place.js';
import { BadContent, unreadable } from '../place-error.js';
import { isService } from '../services.js';
import { readJson } from './file-kinds.js';
import { globMatcher } from './globs.js';
import { setProperties } from './json-values.js';
import { type ProjectContext, readPath } from './project-files.js';
import { placeOfSnapshots, type Snapshot, snapshotOf } from './snapshot.js';
import { readSyncRules } from './sync-rules.js';

const PROJECT_ENDS = ['.project.json', '.project.jsonc'];

export const isProject = (path: string): boolean => PROJECT_ENDS.some((end) => path.endsWith(end));

export interface OpenedProject {
  readonly name: string;
  /** A DataModel at its top makes it a place. */
  readonly kind: 'place' | 'model';
  readonly place: Place;
  /** The files and folders that it was made of. */
  readonly used: ReadonlySet<string>;
  /** Which file each script came from, by its full name. */
  readonly scripts: ReadonlyMap<string, string>;
}

type ProjectNode = Readonly<Record<string, unknown>>;

/** Where a model is put. */
const MODEL_PARENT = 'Workspace';

/** Instances that are in every place have the class of their name. */
const KNOWN_CHILDREN: Readonly<Record<string, readonly string[]>> = {
  StarterPlayer: ['StarterPlayerScripts', 'StarterCharacterScripts'],
  Workspace: ['Terrain', 'Camera'],
};

/** Throws PLACE_NOT_READABLE, which names the file that is wrong. */
export function openProject(path: string): OpenedProject {
  try {
    const used = new Set<string>();
    const snapshot = readProject(path, used, [], () => false);
    const isPlace = snapshot.className === 'DataModel';
    const roots = isPlace ? snapshot.children : [snapshot];
    return {
      name: snapshot.name,
      kind: isPlace ? 'place' : 'model',
      place: placeOfSnapshots(roots),
      used,
      get scripts() {
        return scriptFiles(roots, isPlace ? '' : `${MODEL_PARENT}.`);
      },
    };
  } catch (error) {
    const file = error instanceof Error && 'path' in error ? String(error.path) : path;
    const hint = 'Correct the project, and run the command again.';
    throw unreadable(file === path ? path : `${file} (of ${path})`, error, hint);
  }
}

/** The first of several with one name, as paths find it. */
function scriptFiles(roots: readonly Snapshot[], above: string): Map<string, string> {
  const files = new Map<string, string>();
  const visit = ({ name, file, children }: Snapshot, before: string) => {
    const fullName = before + name;
    if (file !== undefined && !files.has(fullName)) files.set(fullName, file);
    for (const child of children) visit(child, `${fullName}.`);
  };
  for (const root of roots) visit(root, above);
  return files;
}

function readProject(
  path: string,
  used: Set<string>,
  above: readonly string[],
  isIgnoredAbove: (path: string) => boolean,
): Snapshot {
  const real = resolve(path);
  if (above.includes(real)) throw new BadContent(`${path} is a part of itself`);
  used.add(path);
  const project = readJson(path);
  if (!isObject(project)) throw new BadContent(`${path} must be a JSON object`);
  const { name, tree, globIgnorePaths = [], syncRules = [], emitLegacyScripts = true } = project;
  if (!isObject(tree)) throw new BadContent(`${path} has no "tree"`);
  const folder = dirname(path);
  const ignored = (Array.isArray(globIgnorePaths) ? globIgnorePaths : []).map(String).map(globMatcher);
  const isIgnored = (file: string) => {
    const local = relative(folder, file).split(sep).join('/');
    return ignored.some((matches) => matches(local)) || isIgnoredAbove(file);
  };
  const context: ProjectContext = {
    used,
    hasLegacyScripts: emitLegacyScripts !== false,
    // What is ignored stays so in projects within; their rules for files are their own.
    readProject: (other) => readProject(other, used, [...above, real], isIgnored),
    syncRules: readSyncRules(syncRules, folder, path),
    isIgnored,
  };
  const fallback = PROJECT_ENDS.reduce((file, end) => basename(file, end), basename(path));
  const ownName = typeof name === 'string' ? name : fallback === 'default' ? basename(folder) : fallback;
  const snapshot = readNode(ownName, tree, undefined, folder, context);
  if (!snapshot) throw new BadContent(`${path} is all optional, and nothing of it is there`);
  return snapshot;
}

function readNode(
  name: string,
  node: ProjectNode,
  parentClass: string | undefined,
  folder: string,
  context: ProjectContext,
): Snapshot | undefined {
  const snapshot = baseOf(name, node, parentClass, folder, context);
  if (!snapshot) return undefined;
  const properties = node.$properties ?? {};
  if (!isObject(properties)) throw new BadContent(`"$properties" of ${name} must be an object`);
  setProperties(snapshot, properties, node.$attributes);
  if (node.$id !== undefined) snapshot.id = String(node.$id);
  for (const [key, child] of Object.entries(node)) {
    if (key.startsWith('$')) continue;
    if (!isObject(child)) throw new BadContent(`"${key}" in ${name} must be an object`);
    const there = snapshot.children.findIndex((each) => each.name === key);
    const made = readNode(key, child, snapshot.className, folder, context);
    if (!made) continue;
    if (there < 0) snapshot.children.push(made);
    else snapshot.children[there] = merged(snapshot.children[there], made, child);
  }
  return snapshot;
}

/** A node may name what a file above it has made already. */
function merged(from: Snapshot | undefined, made: Snapshot, node: ProjectNode): Snapshot {
  if (!from || node.$path !== undefined || node.$className !== undefined) return made;
  for (const [name, value] of made.properties) from.properties.set(name, value);
  from.id = made.id ?? from.id;
  from.children.push(...made.children);
  return from;
}

/** Undefined for what is optional and not there. */
function baseOf(
  name: string,
  node: ProjectNode,
  parentClass: string | undefined,
  folder: string,
  context: ProjectContext,
): Snapshot | undefined {
  const { $className: className, $path: path } = node;
  if (className !== undefined && typeof className !== 'string') {
    throw new BadContent(`"$className" of ${name} must be a text`);
  }
  const fromFile = path === undefined ? undefined : readNodePath(name, path, folder, context);
  if (fromFile) {
    if (className !== undefined && className !== fromFile.className) {
      if (fromFile.className !== 'Folder') {
        throw new BadContent(
          `${name} is a ${fromFile.className} by its "$path" and a ${className} by its "$className"`,
        );
      }
      fromFile.className = className;
    }
    const inferred =
      className === undefined && fromFile.className === 'Folder'
        ? inferredClass(name, parentClass)
        : undefined;
    fromFile.name = name;
    fromFile.className = inferred ?? fromFile.className;
    return fromFile;
  }
  const known = className ?? inferredClass(name, parentClass);
  if (known === undefined && path !== undefined) return undefined;
  if (known === undefined) throw new BadContent(`${name} has neither "$className" nor "$path"`);
  return snapshotOf(name, known);
}

/** `{"optional": "path"}` may be absent. */
function readNodePath(
  name: string,
  path: unknown,
  folder: string,
  context: ProjectContext,
): Snapshot | undefined {
  const isOptional = isObject(path);
  const given = isOptional ? path.optional : path;
  if (typeof given !== 'string') throw new BadContent(`"$path" of ${name} must be a text`);
  const file = resolve(folder, given);
  if (!statSync(file, { throwIfNoEntry: false })) {
    // It may come.
    context.used.add(dirname(file));
    if (isOptional) return undefined;
    throw new BadContent(`"$path" of ${name} leads to ${file}, which does not exist`);
  }
  return readPath(file, context);
}

function inferredClass(name: string, parentClass: string | undefined): string | undefined {
  if (parentClass === 'DataModel') return isService(name) ? name : undefined;
  return ownValue(KNOWN_CHILDREN, parentClass ?? '')?.includes(name) ? name : undefined;
}

const isObject = (value: unknown): value is ProjectNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
