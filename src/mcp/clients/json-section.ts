// One entry in a JSON file of someone else: not a character of the rest is touched, comments and commas included.
import {
  createScanner,
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { EntryFile } from './entry-file.js';

/** `SyntaxKind.CommaToken`, which exists for the compiler alone. */
const COMMA = 5;

/** As the clients read them. */
const LENIENT = { allowTrailingComma: true, disallowComments: false, allowEmptyContent: true };

export const jsonFile: EntryFile = {
  problemOf(text) {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, LENIENT);
    const [first] = errors;
    if (first) {
      const what = printParseErrorCode(first.error)
        .replace(/(?<=[a-z])[A-Z]/g, ' $&')
        .toLowerCase();
      return `it is not JSON (line ${text.slice(0, first.offset).split('\n').length}: ${what})`;
    }
    return root === undefined || root.type === 'object' ? undefined : 'it holds no object';
  },
  read(text, path) {
    const node = nodeAt(text, path);
    return node && getNodeValue(node);
  },
  write(text, path, entry) {
    const source = text.trim() === '' ? '{}\n' : text;
    const present = nodeAt(source, path);
    if (present)
      return replaced(source, present.offset, present.length, printed(source, present.offset, entry));
    return inserted(source, path, entry);
  },
  remove(text, path) {
    const property = nodeAt(text, path)?.parent;
    return property ? closed(withoutProperty(text, property), path.slice(0, -1)) : text;
  },
  show: (path, entry) => JSON.stringify(nested(path, entry), undefined, 2),
};

function nodeAt(text: string, path: readonly string[]): Node | undefined {
  const root = parseTree(text, [], LENIENT);
  return root && findNodeAtLocation(root, [...path]);
}

/** As the first of its object: what is said behind and between the others stays theirs. */
function inserted(text: string, path: readonly string[], value: unknown): string {
  const depth = path.findLastIndex((_, at) => nodeAt(text, path.slice(0, at)) !== undefined);
  const parent = nodeAt(text, path.slice(0, depth));
  if (parent?.type !== 'object') throw new Error(`${path.slice(0, depth).join('.')} is no object in it`);
  const key = path[depth] ?? '';
  const content = nested(path.slice(depth + 1), value);
  const inner = indentAt(text, parent.offset) + unitOf(text);
  const line = lineEndOf(text) + inner;
  const property = `${line}${JSON.stringify(key)}: ${indented(text, content, inner)}`;
  const isEmpty = text.slice(parent.offset + 1, parent.offset + parent.length - 1).trim() === '';
  if (!isEmpty)
    return replaced(text, parent.offset + 1, 0, `${property}${parent.children?.length ? ',' : ''}`);
  return replaced(
    text,
    parent.offset,
    parent.length,
    `{${property}${lineEndOf(text)}${indentAt(text, parent.offset)}}`,
  );
}

/** With its own line and one comma: the one behind it, or, for the last one, the one before. */
function withoutProperty(text: string, property: Node): string {
  const end = property.offset + property.length;
  const lineStart = /(?:\r?\n)?[ \t]*$/.exec(text.slice(0, property.offset))?.index ?? property.offset;
  const behind = commaIn(text, end, endOf(property.parent));
  const shortened = replaced(text, lineStart, (behind === undefined ? end : behind + 1) - lineStart, '');
  if (behind !== undefined) return shortened;
  const siblings = property.parent?.children ?? [];
  const previous = siblings[siblings.indexOf(property) - 1];
  const before = previous && commaIn(text, endOf(previous), property.offset);
  return before === undefined ? shortened : replaced(shortened, before, 1, '');
}

/** The first comma of that stretch that is no part of a comment, if it comes before anything else. */
function commaIn(text: string, from: number, to: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(from);
  const token = scanner.scan();
  return token === COMMA && scanner.getTokenOffset() < to ? scanner.getTokenOffset() : undefined;
}

/** An object in which nothing is left, comments included, as it is written without anything. */
function closed(text: string, path: readonly string[]): string {
  const node = nodeAt(text, path);
  if (!node || text.slice(node.offset + 1, node.offset + node.length - 1).trim() !== '') return text;
  return replaced(text, node.offset, node.length, '{}');
}

function endOf(node: Node | undefined): number {
  return node ? node.offset + node.length : 0;
}

function replaced(text: string, offset: number, length: number, by: string): string {
  return `${text.slice(0, offset)}${by}${text.slice(offset + length)}`;
}

function printed(text: string, offset: number, value: unknown): string {
  return indented(text, value, indentAt(text, offset));
}

function indented(text: string, value: unknown, indent: string): string {
  return JSON.stringify(value, undefined, unitOf(text)).replaceAll('\n', lineEndOf(text) + indent);
}

/** Of the line that holds this place. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** One step of the file's own indentation. */
function unitOf(text: string): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
}

function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value);
}
