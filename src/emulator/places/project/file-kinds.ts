// What each kind of file of a Rojo project becomes.
import { readFileSync } from 'node:fs';
import { parse as parseCsv } from 'csv-parse/sync';
import { CORE_SCHEMA, load as parseYaml } from 'js-yaml';
import { parse as parseToml } from 'smol-toml';
import { messageOf } from '../../../support/thrown-text.js';
import { BadContent } from '../place-error.js';
import { readPlace } from '../place-file.js';
import { fromBytes, ValueType } from '../value-type.js';
import { parseCommentedJson } from './commented-json.js';
import { setProperties } from './json-values.js';
import { moduleOf } from './luau-data.js';
import { type Snapshot, snapshotOf, snapshotsOfPlace, textValue } from './snapshot.js';
import type { FileKind } from './sync-rules.js';

export interface FileContext {
  /** The project's own way to read another project. */
  readProject(path: string): Snapshot;
  /** Whether a `.client` script is a LocalScript, or a Script with a context. */
  readonly hasLegacyScripts: boolean;
}

type Reader = (path: string, name: string, context: FileContext) => Snapshot;

const RUN_CONTEXTS = { server: 1, client: 2, plugin: 3 } as const;

const data =
  (parse: (text: string) => unknown): Reader =>
  (path, name) => {
    const snapshot = snapshotOf(name, 'ModuleScript');
    snapshot.properties.set('Source', textValue(moduleOf(parsed(path, parse))));
    return snapshot;
  };

const withFile =
  (className: string, property: string): Reader =>
  (path, name) => {
    const snapshot = snapshotOf(name, className);
    snapshot.properties.set(property, { type: ValueType.String, value: fromBytes(readFileSync(path)) });
    if (property === 'Source') snapshot.file = path;
    return snapshot;
  };

const script =
  (context: keyof typeof RUN_CONTEXTS): Reader =>
  (path, name, rest) => {
    const snapshot = withFile('Script', 'Source')(path, name, rest);
    snapshot.properties.set('RunContext', {
      type: ValueType.Enum,
      value: String.fromCharCode(RUN_CONTEXTS[context], 0, 0, 0),
    });
    return snapshot;
  };

const oldServerScript = withFile('Script', 'Source');
const oldClientScript = withFile('LocalScript', 'Source');
const byProject =
  (old: Reader, now: Reader): Reader =>
  (path, name, context) =>
    (context.hasLegacyScripts ? old : now)(path, name, context);

export const FILE_KINDS: Readonly<Record<Exclude<FileKind, 'ignore'>, Reader>> = {
  project: (path, _name, context) => context.readProject(path),
  jsonModel: (path, name) => modelOf(readJson(path), name),
  serverScript: byProject(oldServerScript, script('server')),
  clientScript: byProject(oldClientScript, script('client')),
  pluginScript: script('plugin'),
  legacyServerScript: oldServerScript,
  legacyClientScript: oldClientScript,
  runContextServerScript: script('server'),
  runContextClientScript: script('client'),
  moduleScript: withFile('ModuleScript', 'Source'),
  json: data(parseCommentedJson),
  toml: data(parseToml),
  // Dates stay texts.
  yaml: data((text) => parseYaml(text, { schema: CORE_SCHEMA })),
  text: withFile('StringValue', 'Value'),
  csv: localizationTable,
  rbxm: modelFile,
  rbxmx: modelFile,
};

interface JsonModel {
  readonly name?: string;
  readonly Name?: string;
  readonly className?: string;
  readonly ClassName?: string;
  readonly id?: string;
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
  if (model.id !== undefined) snapshot.id = model.id;
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
  root.name = name;
  return root;
}

function localizationTable(path: string, name: string): Snapshot {
  const rows = parsed(path, (text) =>
    parseCsv(text, { columns: true, skip_empty_lines: true, relax_column_count: true, bom: true }),
  ) as Record<string, string>[];
  const entries = rows
    .filter(({ Key, Source }) => Key || Source)
    .map(({ Key, Source, Context, Example, ...values }) => ({
      ...(Key ? { key: Key } : {}),
      ...(Context ? { context: Context } : {}),
      ...(Example ? { examples: Example } : {}),
      ...(Source ? { source: Source } : {}),
      values: Object.fromEntries(
        Object.entries(values).filter(([language, value]) => language !== '' && value !== ''),
      ),
    }));
  const snapshot = snapshotOf(name, 'LocalizationTable');
  snapshot.properties.set('Contents', textValue(JSON.stringify(entries)));
  return snapshot;
}

export const readJson = (path: string): unknown => parsed(path, parseCommentedJson);

function parsed<Result>(path: string, parse: (text: string) => Result): Result {
  const text = readFileSync(path, 'utf8');
  try {
    return parse(text);
  } catch (error) {
    throw new BadContent(`${path} cannot be read: ${messageOf(error)}`);
  }
}
