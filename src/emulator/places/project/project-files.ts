// The files and folders of a Rojo project: which are read, what a folder becomes, and what files beside them add.
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BadContent } from '../place-error.js';
import { FILE_KINDS, type FileContext, readJson } from './file-kinds.js';
import { setProperties } from './json-values.js';
import { type Snapshot, snapshotOf } from './snapshot.js';
import { type FileKind, knownFile, META_ENDS, type SyncRule } from './sync-rules.js';

export interface ProjectContext extends FileContext {
  isIgnored(path: string): boolean;
  /** The project's own, before those that hold everywhere. */
  readonly syncRules: readonly SyncRule[];
  /** Everything that was read, so that changes of it can be told. */
  readonly used: Set<string>;
}

interface Meta {
  readonly className?: string;
  readonly id?: string;
  readonly properties?: Record<string, unknown>;
  readonly attributes?: unknown;
}

const OF_FOLDERS = ['default.project.json', 'default.project.jsonc'];
/** A file of these kinds that is called `init` is its folder. */
const INIT_KINDS: ReadonlySet<FileKind> = new Set([
  'moduleScript',
  'serverScript',
  'clientScript',
  'pluginScript',
  'legacyServerScript',
  'legacyClientScript',
  'runContextServerScript',
  'runContextClientScript',
  'csv',
]);

/** undefined: nothing becomes of it. */
export function readPath(
  path: string,
  context: ProjectContext,
  above: readonly string[] = [],
): Snapshot | undefined {
  if (context.isIgnored(path)) return undefined;
  context.used.add(path);
  if (statSync(path).isDirectory()) return readFolder(path, context, above);
  const found = knownFile(path, context.syncRules);
  if (!found || found.kind === 'ignore') return undefined;
  const snapshot = FILE_KINDS[found.kind](path, found.name, context);
  if (found.kind !== 'project') applyMeta(snapshot, join(path, '..', found.name), context);
  return snapshot;
}

function readFolder(path: string, context: ProjectContext, above: readonly string[]): Snapshot {
  // Packages are linked into one another; only a folder in itself would have no end.
  const real = realpathSync(path);
  if (above.includes(real)) throw new BadContent(`${path} is a link to a folder that it is in`);
  const files = readdirSync(path).sort();
  const project = OF_FOLDERS.find((file) => files.includes(file));
  if (project !== undefined) return context.readProject(join(path, project));
  const name = basename(path);
  const init = files.find((file) => isInit(join(path, file), context));
  const snapshot =
    init === undefined ? snapshotOf(name, 'Folder') : readInit(join(path, init), name, context);
  for (const file of files) {
    if (file === init) continue;
    const child = readPath(join(path, file), context, [...above, real]);
    if (child) snapshot.children.push(child);
  }
  applyMeta(snapshot, join(path, 'init'), context);
  return snapshot;
}

function isInit(path: string, context: ProjectContext): boolean {
  const known = knownFile(path, context.syncRules);
  return (
    known?.name === 'init' &&
    INIT_KINDS.has(known.kind) &&
    !context.isIgnored(path) &&
    statSync(path).isFile()
  );
}

function readInit(path: string, name: string, context: ProjectContext): Snapshot {
  const known = knownFile(path, context.syncRules);
  context.used.add(path);
  return known && known.kind !== 'ignore'
    ? FILE_KINDS[known.kind](path, name, context)
    : snapshotOf(name, 'Folder');
}

/** From the file of that name that says more of an instance, if there is one. */
function applyMeta(snapshot: Snapshot, pathWithoutEnd: string, context: ProjectContext): void {
  const path = META_ENDS.map((end) => pathWithoutEnd + end).find((each) =>
    statSync(each, { throwIfNoEntry: false })?.isFile(),
  );
  if (path === undefined) return;
  context.used.add(path);
  const { className, id, properties = {}, attributes } = readJson(path) as Meta;
  if (className !== undefined) {
    if (snapshot.className !== 'Folder') {
      throw new BadContent(`${path} gives a class to what is a ${snapshot.className} already`);
    }
    snapshot.className = className;
  }
  if (id !== undefined) snapshot.id = String(id);
  setProperties(snapshot, properties, attributes);
}
