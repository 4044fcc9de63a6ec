// Which kind of file is which: a project's own rules (`syncRules`) first, then those that hold everywhere.
import { basename, relative, sep } from 'node:path';
import { BadContent } from '../place-error.js';
import { globMatcher } from './globs.js';

export type FileKind =
  | 'project'
  | 'jsonModel'
  | 'serverScript'
  | 'clientScript'
  | 'pluginScript'
  | 'legacyServerScript'
  | 'legacyClientScript'
  | 'runContextServerScript'
  | 'runContextClientScript'
  | 'moduleScript'
  | 'json'
  | 'toml'
  | 'yaml'
  | 'text'
  | 'csv'
  | 'rbxm'
  | 'rbxmx'
  | 'ignore';

/** The name of the instance is that of the file without its end. */
export interface KnownFile {
  readonly kind: FileKind;
  readonly name: string;
}

export type SyncRule = (path: string) => KnownFile | undefined;

/** By the end of a file's name; the first that fits. */
const ENDS: readonly (readonly [kind: FileKind, ...ends: string[]])[] = [
  ['project', '.project.json', '.project.jsonc'],
  ['jsonModel', '.model.json', '.model.jsonc'],
  ['serverScript', '.server.luau', '.server.lua'],
  ['clientScript', '.client.luau', '.client.lua'],
  ['pluginScript', '.plugin.luau', '.plugin.lua'],
  ['moduleScript', '.luau', '.lua'],
  ['json', '.json', '.jsonc'],
  ['toml', '.toml'],
  ['yaml', '.yml', '.yaml'],
  ['text', '.txt'],
  ['csv', '.csv'],
  ['rbxm', '.rbxm'],
  ['rbxmx', '.rbxmx'],
];

/** What `use` can say; every kind of script by itself, whatever the project says of old scripts. */
const USES = new Set<string>([
  ...ENDS.map(([kind]) => kind),
  'legacyServerScript',
  'legacyClientScript',
  'runContextServerScript',
  'runContextClientScript',
  'ignore',
]);

/** Files beside others, which say more of them. */
export const META_ENDS = ['.meta.json', '.meta.jsonc'] as const;

/** undefined: nothing becomes of it. */
export function knownFile(path: string, rules: readonly SyncRule[]): KnownFile | undefined {
  for (const rule of rules) {
    const known = rule(path);
    if (known) return known.kind === 'ignore' ? undefined : known;
  }
  const file = basename(path);
  if (META_ENDS.some((end) => file.endsWith(end))) return undefined;
  for (const [kind, ...ends] of ENDS) {
    const end = ends.find((each) => file.endsWith(each));
    if (end !== undefined) return { kind, name: file.slice(0, -end.length) };
  }
  return undefined;
}

/** What a project has in `syncRules`; its patterns are for paths from its folder on. */
export function readSyncRules(json: unknown, folder: string, project: string): SyncRule[] {
  if (!Array.isArray(json)) throw new BadContent(`"syncRules" of ${project} must be a list`);
  return json.map((each: unknown) => readRule(each, folder, project));
}

function readRule(json: unknown, folder: string, project: string): SyncRule {
  const { pattern, use, exclude, suffix } = (json ?? {}) as Record<string, unknown>;
  if (typeof pattern !== 'string' || typeof use !== 'string') {
    throw new BadContent(`each of "syncRules" in ${project} needs "pattern" and "use", which are texts`);
  }
  if (!isKind(use)) {
    throw new BadContent(`"use" in ${project} cannot be "${use}", but one of ${[...USES].join(', ')}`);
  }
  const isMeant = globMatcher(pattern);
  const isExcluded = typeof exclude === 'string' ? globMatcher(exclude) : () => false;
  return (path) => {
    const local = relative(folder, path).split(sep).join('/');
    return isMeant(local) && !isExcluded(local)
      ? { kind: use, name: nameOf(basename(path), typeof suffix === 'string' ? suffix : undefined) }
      : undefined;
  };
}

function nameOf(file: string, suffix: string | undefined): string {
  if (suffix !== undefined) {
    return file.endsWith(suffix) && file !== suffix ? file.slice(0, -suffix.length) : file;
  }
  const dot = file.lastIndexOf('.');
  return dot > 0 ? file.slice(0, dot) : file;
}

const isKind = (use: string): use is FileKind => USES.has(use);
