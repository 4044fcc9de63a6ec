// What each file of a Rojo project becomes, by Rojo's rules for names.
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseToml } from 'smol-toml';
import { BadContent } from '../place-error.js';
import { readPlace } from '../place-file.js';
import { fromBytes, ValueType } from '../value-type.js';
import { attributesValue, propertyValue } from './json-values.js';
import { moduleOf } from './luau-data.js';
import { type Snapshot, snapshotOf, snapshotsOfPlace, textValue } from './snapshot.js';

export interface ProjectContext {
  /** The project's own way to read another project. */
  readProject(path: string): Snapshot;
  isIgnored(path: string): boolean;
  /** Whether a `.client` script is a LocalScript, or a Script with a context. */
  readonly hasLegacyScripts: boolean;
  /** Everything that was read, so that changes of it can be told. */
  readonly used: Set<string>;
}

interface Meta {
  readonly className?: string;
  readonly properties?: Record<string, unknown>;
  readonly attributes?: unknown;
}

type Middleware = (path: string, name: string, context: ProjectContext) => Snapshot;

const RUN_CONTEXTS = { server: 1, client: 2, plugin: 3 } as const;
const META = '.meta.json';

const script =
  (kind: 'server' | 'client' | 'plugin'): Middleware =>
  (path, name, { hasLegacyScripts }) => {
    const isLocal = hasLegacyScripts && kind === 'client';
    const snapshot = snapshotOf(name, isLocal ? 'LocalScript' : 'Script');
    snapshot.properties.set('Source', sourceOf(path));
    if (!hasLegacyScripts || kind === 'plugin') {
      snapshot.properties.set('RunContext', {
        type: ValueType.Enum,
        value: String.fromCharCode(RUN_CONTEXTS[kind], 0, 0, 0),
      });
    }
    return snapshot;
  };

function moduleScript(name: string, source: string): Snapshot {
  const snapshot = snapshotOf(name, 'ModuleScript');
  snapshot.properties.set('Source', textValue(source));
  return snapshot;
}

const sourceOf = (path: string) => ({ type: ValueType.String, value: fromBytes(readFileSync(path)) });

/** By the end of a file's name; the first that fits. */
const MIDDLEWARES: readonly (readonly [ends: readonly string[], middleware: Middleware])[] = [
  [['.project.json'], (path, _name, context) => context.readProject(path)],
  [['.model.json'], (path, name) => modelOf(readJson(path), name)],
  [['.server.luau', '.server.lua'], script('server')],
  [['.client.luau', '.client.lua'], script('client')],
  [['.plugin.luau', '.plugin.lua'], script('plugin')],
  [
    ['.luau', '.lua'],
    (path, name) => {
      const snapshot = snapshotOf(name, 'ModuleScript');
      snapshot.properties.set('Source', sourceOf(path));
      return snapshot;
    },
  ],
  [['.json'], (path, name) => moduleScript(name, moduleOf(readJson(path)))],
  [['.toml'], (path, name) => moduleScript(name, moduleOf(parsed(path, parseToml)))],
  [
    ['.txt'],
    (path, name) => {
      const snapshot = snapshotOf(name, 'StringValue');
      snapshot.properties.set('Value', sourceOf(path));
      return snapshot;
    },
  ],
  [['.csv'], localizationTable],
  [['.rbxm', '.rbxmx'], modelFile],
];

/** undefined: nothing becomes of it. */
export function readPath(
  path: string,
  context: ProjectContext,
  above: readonly string[] = [],
): Snapshot | undefined {
  if (context.isIgnored(path)) return undefined;
  context.used.add(path);
  if (statSync(path).isDirectory()) return readFolder(path, context, above);
  const file = basename(path);
  const found = middlewareOf(file);
  if (!found) return undefined;
  const [middleware, name] = found;
  const snapshot = withFile(middleware(path, name, context), path);
  applyMeta(snapshot, join(path, '..', `${name}${META}`), context);
  return snapshot;
}

function middlewareOf(file: string): [Middleware, string] | undefined {
  if (file.endsWith(META)) return undefined;
  for (const [ends, middleware] of MIDDLEWARES) {
    const end = ends.find((each) => file.endsWith(each));
    if (end !== undefined) return [middleware, file.slice(0, -end.length)];
  }
  return undefined;
}

function readFolder(path: string, context: ProjectContext, above: readonly string[]): Snapshot {
  // Packages are linked into one another; only a folder in itself would have no end.
  const real = realpathSync(path);
  if (above.includes(real)) throw new BadContent(`${path} is a link to a folder that it is in`);
  const files = readdirSync(path).sort();
  if (files.includes('default.project.json')) {
    return context.readProject(join(path, 'default.project.json'));
  }
  const name = basename(path);
  const init = files.find(
    (file) => middlewareOf(file)?.[1] === 'init' && !context.isIgnored(join(path, file)),
  );
  const [middleware] = (init === undefined ? undefined : middlewareOf(init)) ?? [];
  const snapshot =
    init !== undefined && middleware
      ? withFile(middleware(join(path, init), name, context), join(path, init))
      : snapshotOf(name, 'Folder');
  for (const file of files) {
    if (file === init) continue;
    const child = readPath(join(path, file), context, [...above, real]);
    if (child) snapshot.children.push(child);
  }
  applyMeta(snapshot, join(path, `init${META}`), context);
  return snapshot;
}

/** A model or another project has files of its own. */
function withFile(snapshot: Snapshot, path: string): Snapshot {
  if (snapshot.properties.has('Source')) snapshot.file ??= path;
  return snapshot;
}

function applyMeta(snapshot: Snapshot, path: string, context: ProjectContext): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return;
  context.used.add(path);
  const { className, properties = {}, attributes } = readJson(path) as Meta;
  if (className !== undefined) {
    if (snapshot.className !== 'Folder') {
      throw new BadContent(`${path} gives a class to what is a ${snapshot.className} already`);
    }
    snapshot.className = className;
  }
  setProperties(snapshot, properties, attributes);
}

export function setProperties(
  snapshot: Snapshot,
  properties: Readonly<Record<string, unknown>>,
  attributes: unknown,
): void {
  for (const [property, json] of Object.entries(properties)) {
    const { name, value } = propertyValue(snapshot.className, property, json);
    snapshot.properties.set(name, value);
  }
  if (attributes !== undefined) snapshot.properties.set('AttributesSerialize', attributesValue(attributes));
}

interface JsonModel {
  readonly name?: string;
  readonly Name?: string;
  readonly className?: string;
  readonly ClassName?: string;
  readonly properties?: Record<string, unknown>;
  readonly Properties?: Record<string, unknown>;
  readonly attributes?: unknown;
  readonly Attributes?: unknown;
  readonly children?: readonly JsonModel[];
  readonly Children?: readonly JsonModel[];
}

/** The name of the outermost is that of the file. */
function modelOf(json: unknown, name: string): Snapshot {
  const model = json as JsonModel;
  const className = model.className ?? model.ClassName;
  if (typeof className !== 'string') throw new BadContent(`the model ${name} has no "className"`);
  const snapshot = snapshotOf(name, className);
  setProperties(snapshot, model.properties ?? model.Properties ?? {}, model.attributes ?? model.Attributes);
  for (const child of model.children ?? model.Children ?? []) {
    snapshot.children.push(
      modelOf(child, child.name ?? child.Name ?? child.className ?? child.ClassName ?? ''),
    );
  }
  return snapshot;
}

function modelFile(path: string, name: string): Snapshot {
  const roots = snapshotsOfPlace(readPlace(readFileSync(path)));
  const [root] = roots;
  if (roots.length !== 1 || !root) {
    throw new BadContent(`${path} has ${roots.length} instances at its top, and a project takes one`);
  }
  return { ...root, name };
}

function localizationTable(path: string, name: string): Snapshot {
  const rows = parsed(path, (text) =>
    parseCsv(text, { columns: true, skip_empty_lines: true, relax_column_count: true }),
  ) as Record<string, string>[];
  const entries = rows.map(({ Key, Source, Context, Example, ...values }) => ({
    ...(Key ? { key: Key } : {}),
    ...(Context ? { context: Context } : {}),
    ...(Example ? { examples: Example } : {}),
    ...(Source ? { source: Source } : {}),
    values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')),
  }));
  const snapshot = snapshotOf(name, 'LocalizationTable');
  snapshot.properties.set('Contents', textValue(JSON.stringify(entries)));
  return snapshot;
}

export const readJson = (path: string): unknown =>
  parsed(path, (text) => JSON.parse(text.replace(/^\ufeff/, '')));

function parsed<Result>(path: string, parse: (text: string) => Result): Result {
  const text = readFileSync(path, 'utf8');
  try {
    return parse(text);
  } catch (error) {
    throw new BadContent(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
