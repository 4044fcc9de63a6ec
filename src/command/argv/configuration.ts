// What a configuration file says about the options of one command. Its keys are the names of the options; those under
// `commands` count for one command only. Finding and reading the file is the surface's part.
import { dirname, resolve } from 'node:path';
import { BridgeError } from '../../protocol/bridge-error.js';
import { isObject } from '../../support/json-object.js';
import { suggest } from '../suggest.js';
import type { CommandLine, Flag, GivenFlag } from './flags.js';
import { GLOBAL_OPTIONS, type GlobalOption } from './global-options.js';

export interface Configuration {
  readonly path: string;
  /** For every command, by the name of the option. */
  readonly general: Readonly<Record<string, unknown>>;
  /** For one command, by its words with a blank between them. */
  readonly commands: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export type JsonKind = 'text' | 'number' | 'boolean' | 'list';

/** Options that make no sense for more than one run. */
const NOT_CONFIGURED = ['help', 'config'];
export const CONFIGURABLE: readonly GlobalOption[] = GLOBAL_OPTIONS.filter(isShared);

const SCHEMA_KEY = '$schema';
const COMMANDS_KEY = 'commands';

/** Checks all that can be told without knowing the options of every command. */
export function readConfiguration(
  path: string,
  content: unknown,
  commandNames: readonly string[],
): Configuration {
  if (!isObject(content)) throw refusal(`${path} has to hold one JSON object.`);
  const { [SCHEMA_KEY]: _schema, [COMMANDS_KEY]: commands = {}, ...general } = content;
  const names = CONFIGURABLE.map(({ name }) => name);
  for (const key of Object.keys(general)) {
    if (!names.includes(key)) throw unknownKey(key, path, [...names, COMMANDS_KEY]);
  }
  if (!isObject(commands)) throw refusal(`"${COMMANDS_KEY}" in ${path} has to be an object.`);
  const sections: [string, Record<string, unknown>][] = Object.entries(commands).map(([name, section]) => {
    if (!commandNames.includes(name)) throw unknownKey(name, path, commandNames, 'command');
    if (!isObject(section)) throw refusal(`"${name}" in ${path} has to be an object.`);
    return [name, section];
  });
  return { path, general, commands: Object.fromEntries(sections) };
}

/** What is said about this command's options, the nearer word first. */
export function configuredFlags(
  { path, general, commands }: Configuration,
  commandName: string,
  { flags }: CommandLine,
): GivenFlag[][] {
  const section = commands[commandName] ?? {};
  const known = flags.filter(isConfigurable);
  for (const key of Object.keys(section)) {
    if (!known.some((flag) => keyOf(flag) === key)) {
      throw unknownKey(key, `"${commandName}" of ${path}`, known.map(keyOf));
    }
  }
  const read = (values: Readonly<Record<string, unknown>>, wanted: readonly Flag[], where: string) =>
    wanted
      .filter((flag) => Object.hasOwn(values, keyOf(flag)))
      .map((flag) => givenFlag(flag, values[keyOf(flag)], where, dirname(path)));
  const shared = known.filter(({ source }) => source.kind === 'global');
  return [read(section, known, `"${commandName}" of ${path}`), read(general, shared, path)];
}

/** What JSON a flag's value is written as; the published schema says the same. */
export function jsonKindsOf({ source, isDuration }: Flag): readonly JsonKind[] {
  if (isDuration) return ['number', 'text'];
  if (source.kind === 'input') {
    if (source.field.kind === 'boolean') return ['boolean'];
    if (source.field.kind === 'strings') return ['list'];
    return source.field.kind === 'string' ? ['text'] : ['number'];
  }
  switch (source.option.kind) {
    case 'boolean':
      return ['boolean'];
    case 'port':
      return ['number'];
    case 'duration':
      return ['number', 'text'];
    case 'text':
      return ['text'];
  }
}

/** Keys are spelled as fields are: `includeInternal`. */
export function keyOf({ name, source }: Flag): string {
  return source.kind === 'input' ? source.field.name : name;
}

export function isConfigurable({ source }: Flag): boolean {
  return source.kind === 'input' || isShared(source.option);
}

function isShared({ name }: GlobalOption): boolean {
  return !NOT_CONFIGURED.includes(name);
}

const KIND_NAMES: Record<JsonKind, string> = {
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list of texts',
};

/** A path is relative to the folder that the file is in. */
function givenFlag(flag: Flag, value: unknown, where: string, folder: string): GivenFlag {
  const label = `"${keyOf(flag)}" in ${where}`;
  const kinds = jsonKindsOf(flag);
  if (!kinds.some((kind) => isOfKind(value, kind))) {
    const demand = kinds.map((kind) => KIND_NAMES[kind]).join(' or ');
    throw refusal(`${label} has to be ${demand}, not ${JSON.stringify(value)}.`);
  }
  if (Array.isArray(value)) return { flag, label, texts: value.map(String) };
  if (typeof value === 'boolean') return { flag, label, texts: [value] };
  return { flag, label, texts: [flag.isPath ? resolve(folder, String(value)) : String(value)] };
}

function isOfKind(value: unknown, kind: JsonKind): boolean {
  if (kind === 'list') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === (kind === 'text' ? 'string' : kind);
}

function unknownKey(key: string, where: string, known: readonly string[], what = 'option'): BridgeError {
  const near = suggest(key, known);
  return refusal(
    `There is no ${what} "${key}", which is in ${where}.${near ? ` Did you mean "${near}"?` : ''}`,
  );
}

export function refusal(message: string): BridgeError {
  return new BridgeError('USAGE', message, {
    hint: 'Mend the file, or leave it out of this run: --config none',
  });
}
