// One table in a TOML file of someone else. The text is edited by its tables, so that comments and order stay; before and
// after, a parser has to agree.
import { parse, stringify, type TomlTable } from 'smol-toml';
import { messageOf } from '../../support/thrown-text.js';
import type { EntryFile } from './entry-file.js';

export const tomlFile: EntryFile = {
  problemOf(text) {
    try {
      parse(text);
      return undefined;
    } catch (error) {
      return messageOf(error).split('\n')[0];
    }
  },
  read: (text, path) => valueAt(parse(text), path),
  write(text, path, entry) {
    const [, lineEnd = '\n'] = /(\r?\n)/.exec(text) ?? [];
    const table = shown(path, entry).replaceAll('\n', lineEnd);
    const { before, own, after } = split(text, path);
    if (own !== '')
      return agreed(`${before}${table}${lineEnd}${blankBefore(after, lineEnd)}${after}`, path, entry);
    const gap = before === '' ? '' : before.endsWith(lineEnd) ? lineEnd : lineEnd.repeat(2);
    return agreed(`${before}${gap}${table}${lineEnd}`, path, entry);
  },
  remove(text, path) {
    const { before, after } = split(text, path);
    return agreed(
      after === '' ? before.replace(/(\r?\n)(\r?\n)+$/, '$1') : `${before}${after}`,
      path,
      undefined,
    );
  },
  show: shown,
};

function shown(path: readonly string[], entry: Record<string, unknown>): string {
  return `[${path.map(keyText).join('.')}]\n${stringify(entry).trimEnd()}`;
}

function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}

interface Parts {
  readonly before: string;
  /** The table and its sub-tables, with what belongs to them. */
  readonly own: string;
  readonly after: string;
}

/** The lines of the table: from its header to the next one that is not below it, comments above that left out. */
function split(text: string, path: readonly string[]): Parts {
  const lines = text.split(/(?<=\n)/);
  const headers = headerLines(lines);
  const first = headers.find(({ name }) => isAtOrBelow(name, path));
  if (!first) return { before: text, own: '', after: '' };
  const next = headers.find(({ at, name }) => at > first.at && !isAtOrBelow(name, path));
  let end = next?.at ?? lines.length;
  while (next && end > first.at + 1 && /^\s*(#.*)?$/.test((lines[end - 1] ?? '').trimEnd())) end -= 1;
  if (!next) while (end > first.at + 1 && (lines[end - 1] ?? '').trim().startsWith('#')) end -= 1;
  return {
    before: lines.slice(0, first.at).join(''),
    own: lines.slice(first.at, end).join(''),
    after: lines.slice(end).join(''),
  };
}

interface Header {
  readonly at: number;
  readonly name: readonly string[];
}

/** A line that looks like a header may be inside of a long text: it is one if what stands before it is a whole file. */
function headerLines(lines: readonly string[]): Header[] {
  const found: Header[] = [];
  for (const [at, line] of lines.entries()) {
    const [, text] = /^\s*\[\[?([^\]]+)\]\]?\s*(?:#.*)?\r?\n?$/.exec(line) ?? [];
    if (text === undefined || tomlFile.problemOf(lines.slice(0, at).join('')) !== undefined) continue;
    found.push({ at, name: keysOf(text) });
  }
  return found;
}

function keysOf(text: string): string[] {
  const keys = text.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+/g) ?? [];
  return keys.map((key) => (key.startsWith('"') ? String(JSON.parse(key)) : key.replaceAll("'", '')));
}

function isAtOrBelow(name: readonly string[], path: readonly string[]): boolean {
  return path.every((key, at) => name[at] === key);
}

function blankBefore(after: string, lineEnd: string): string {
  return after === '' || /^\s*\n/.test(after) ? '' : lineEnd;
}

/** Where the entry is written in a way that the tables do not show (an inline table, dotted keys), nothing is touched. */
function agreed(text: string, path: readonly string[], entry: Record<string, unknown> | undefined): string {
  const found = valueAt(parse(text), path);
  if (JSON.stringify(found) === JSON.stringify(entry)) return text;
  throw new Error('it has the entry in a form that is not edited here');
}

function valueAt(root: TomlTable, path: readonly string[]): unknown {
  return path.reduce<unknown>((parent, key) => Object(parent)[key], root);
}
