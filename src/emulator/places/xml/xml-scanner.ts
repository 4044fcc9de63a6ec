// Goes through Roblox's XML from front to back. It knows as much of XML as Roblox writes and people put in by hand:
// elements, attributes, CDATA, entities, comments; no document types, so that no file can blow itself up.
import { ownValue } from '../../../support/own-value.js';
import { BadContent } from '../place-error.js';
import { toText, type ValueBytes } from '../value-type.js';

export interface StartTag {
  readonly name: string;
  /** What its attribute "name" says. */
  readonly label: string;
  readonly attributes: ReadonlyMap<string, ValueBytes>;
  readonly isEmpty: boolean;
}

const CDATA = '<![CDATA[';
const COMMENT = '<!--';
/** Of tags that are known already: most of a file are the same few hundred. */
const LONGEST_KNOWN = 100;
const MOST_KNOWN = 10_000;

export class XmlScanner {
  private at = 0;
  private readonly known = new Map<string, StartTag>();

  /** Every character is a byte of the file. */
  constructor(private readonly source: ValueBytes) {}

  /** The next start of an element; undefined at the end of the one that is open. */
  next(): StartTag | undefined {
    for (;;) {
      const open = this.source.indexOf('<', this.at);
      if (open < 0) return this.endOfFile();
      this.at = open;
      if (this.skips(COMMENT, '-->') || this.skips('<?', '?>') || this.skips(CDATA, ']]>')) continue;
      if (this.source.startsWith('<!', open))
        throw this.problem('it has a document type, which is not allowed');
      const tag = this.tagText();
      if (tag.startsWith('/')) return undefined;
      return this.known.get(tag) ?? this.learn(tag);
    }
  }

  private learn(text: string): StartTag {
    const tag = startTag(text);
    // Those of instances have a referent each. A part of the file would keep all of it in memory, so a copy is kept.
    if (tag.name !== 'Item' && text.length <= LONGEST_KNOWN && this.known.size < MOST_KNOWN) {
      this.known.set(Buffer.from(text, 'latin1').toString('latin1'), tag);
    }
    return tag;
  }

  /** What is in the element that `next` gave, as it stands in the file; its end is behind it. */
  inner(tag: StartTag): ValueBytes {
    if (tag.isEmpty) return '';
    const start = this.at;
    for (let depth = 1; ; ) {
      const open = this.source.indexOf('<', this.at);
      if (open < 0) throw this.problem('it ends too early');
      this.at = open;
      if (this.skips(COMMENT, '-->') || this.skips(CDATA, ']]>')) continue;
      const text = this.tagText();
      if (!text.startsWith('/')) {
        if (!text.endsWith('/')) depth++;
      } else if (--depth === 0) {
        if (text.slice(1).trim() !== tag.name)
          throw this.problem(`<${tag.name}> is not closed where it should be`);
        return this.source.slice(start, open);
      }
    }
  }

  /** Calls `each` with every element in the one that `next` gave. */
  children(tag: StartTag, each: (child: StartTag) => void): void {
    if (tag.isEmpty) return;
    for (let child = this.next(); child; child = this.next()) each(child);
  }

  private skips(start: string, end: string): boolean {
    if (!this.source.startsWith(start, this.at)) return false;
    const found = this.source.indexOf(end, this.at + start.length);
    if (found < 0) throw this.problem('it ends too early');
    this.at = found + end.length;
    return true;
  }

  private tagText(): string {
    const close = this.source.indexOf('>', this.at);
    if (close < 0) throw this.problem('it ends too early');
    const text = this.source.slice(this.at + 1, close);
    this.at = close + 1;
    return text;
  }

  private endOfFile(): undefined {
    if (!this.isDone) throw this.problem('it ends too early');
    return undefined;
  }

  /** Set when the outermost element has ended. */
  isDone = false;

  private problem(text: string): BadContent {
    const line = this.source.slice(0, this.at).split('\n').length;
    return new BadContent(`${text} (line ${line})`);
  }
}

const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function startTag(text: string): StartTag {
  const isEmpty = text.endsWith('/');
  const body = isEmpty ? text.slice(0, -1) : text;
  const nameEnd = body.search(/\s/);
  const name = nameEnd < 0 ? body : body.slice(0, nameEnd);
  const attributes = new Map<string, ValueBytes>();
  if (nameEnd >= 0) {
    for (const [, key = '', double, single] of body.slice(nameEnd).matchAll(ATTRIBUTE)) {
      attributes.set(key, decodeEntities(double ?? single ?? ''));
    }
  }
  return { name, label: toText(attributes.get('name') ?? ''), attributes, isEmpty };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export function decodeEntities(text: ValueBytes): ValueBytes {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ownValue(ENTITIES, name) ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? Buffer.from(String.fromCodePoint(code)).toString('latin1') : whole;
  });
}

/** The text of an element without elements in it. */
export function textOf(inner: ValueBytes): ValueBytes {
  let text = '';
  let at = 0;
  for (;;) {
    const open = inner.indexOf('<', at);
    if (open < 0) return text + decodeEntities(inner.slice(at));
    text += decodeEntities(inner.slice(at, open));
    const isCData = inner.startsWith(CDATA, open);
    const end = inner.indexOf(isCData ? ']]>' : '>', open);
    if (end < 0) return text;
    if (isCData) text += inner.slice(open + CDATA.length, end);
    at = end + (isCData ? 3 : 1);
  }
}

/** The texts in an element's innermost elements, by their names with "/" between. */
export function leavesOf(inner: ValueBytes): Map<string, ValueBytes> {
  const leaves = new Map<string, ValueBytes>();
  const path: string[] = [];
  let start = 0;
  let isLeaf = false;
  for (const match of inner.matchAll(/<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)([^\s>/]+)[^>]*?(\/?)>/g)) {
    const [whole, slash, name = '', empty] = match;
    if (slash === undefined) continue;
    if (slash === '') {
      path.push(name);
      start = match.index + whole.length;
      isLeaf = true;
      if (empty === '') continue;
    }
    if (isLeaf) leaves.set(path.join('/'), textOf(inner.slice(start, empty === '' ? match.index : start)));
    isLeaf = false;
    path.pop();
  }
  return leaves;
}
