// Places to Roblox's XML files.
import { createHash } from 'node:crypto';
import { xmlElement } from '../class-data.js';
import { type Column, type Place, type PlaceClass, parentsFirst } from '../place.js';
import { BadContent } from '../place-error.js';
import {
  fromText,
  readInt32,
  readUint32,
  toBytes,
  type ValueBytes,
  ValueType,
  type ValueTypeNumber,
  XML_FOREIGN,
} from '../value-type.js';
import { cdata, escapeAttribute, escapeText, isXmlText } from './xml-text.js';
import { ELEMENTS, writeContent, writeContentId } from './xml-values.js';

/** What each type is written as. */
const NAMES = new Map<ValueTypeNumber, string>(
  Object.entries(ELEMENTS)
    .reverse()
    .map(([name, { type }]) => [type, name]),
);

const MOST_WRITTEN = 1000;
const LONGEST_WRITTEN = 600;

export function writeXmlPlace(place: Place): Buffer {
  return new XmlWriting(place).write();
}

class XmlWriting {
  private readonly lines: string[] = ['<roblox version="4">'];
  private readonly parts: Buffer[] = [];
  private readonly shared = new Map<ValueBytes, string>();
  private readonly children: ReadonlyMap<number, number[]>;

  private readonly columns = new Map<PlaceClass, readonly Column[]>();
  /** By value, because most values of a place are the same as others. */
  private readonly written = new Map<Column, Map<ValueBytes, string>>();
  /** By instance: which one it is in the file. */
  private readonly positions: number[] = [];

  constructor(private readonly place: Place) {
    this.children = place.childLists();
    for (const [position, instance] of parentsFirst(place).entries()) this.positions[instance] = position;
  }

  write(): Buffer {
    for (const [key, value] of this.place.metadata) {
      const name = escapeAttribute(fromText(key));
      this.lines.push(`<Meta name="${name}">${escapeText(fromText(value))}</Meta>`);
    }
    const open: { instance: number; next: number }[] = [{ instance: -1, next: 0 }];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const child = this.children.get(top.instance)?.[top.next++];
      if (child === undefined) {
        if (top.instance >= 0) this.lines.push('</Item>');
        open.pop();
      } else {
        this.begin(child);
        open.push({ instance: child, next: 0 });
      }
    }
    if (this.shared.size > 0) this.sharedTexts();
    this.lines.push('</roblox>\n');
    this.flush();
    return Buffer.concat(this.parts);
  }

  private begin(instance: number): void {
    const owner = this.place.classOf[instance];
    const slot = this.place.slots[instance] ?? 0;
    if (!owner) return;
    this.lines.push(
      `<Item class="${escapeAttribute(fromText(owner.name))}" referent="${this.referent(instance)}">`,
      '<Properties>',
    );
    for (const column of this.columnsOf(owner)) {
      if (column.raw) {
        throw new BadContent(
          `its property ${owner.name}.${column.name} is of a type that is not known, which only binary files can hold`,
        );
      }
      const value = column.values[slot];
      if (value !== undefined) this.property(owner.name, column, value);
    }
    this.lines.push('</Properties>');
    if (this.lines.length > 10_000) this.flush();
  }

  /** By name, so that the same place is the same text. */
  private columnsOf(owner: PlaceClass): readonly Column[] {
    let columns = this.columns.get(owner);
    if (!columns) {
      columns = [...owner.columns.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
      this.columns.set(owner, columns);
    }
    return columns;
  }

  private property(className: string, column: Column, value: ValueBytes): void {
    let lines = this.written.get(column);
    if (!lines) {
      lines = new Map();
      this.written.set(column, lines);
    }
    const known = lines.get(value);
    if (known !== undefined) {
      this.lines.push(known);
      return;
    }
    const { name, type, element } = column;
    const [tag, inner] = this.element(className, name, type, element, value);
    const line = `<${tag} name="${escapeAttribute(fromText(name))}">${inner}</${tag}>`;
    if (lines.size < MOST_WRITTEN && value.length < LONGEST_WRITTEN) lines.set(value, line);
    this.lines.push(line);
  }

  private element(
    className: string,
    name: string,
    type: ValueTypeNumber,
    element: string | undefined,
    value: ValueBytes,
  ): [string, string] {
    const known = element ?? xmlElement(className, name);
    switch (type) {
      case XML_FOREIGN:
        return [element ?? 'string', value];
      case ValueType.Referent:
        return ['Ref', this.referent(readInt32(value))];
      case ValueType.BrickColor:
        return ['int', String(readUint32(value))];
      case ValueType.Content:
        return ['Content', writeContent(value, this.referent)];
      case ValueType.SharedString:
        return [known === 'NetAssetRef' ? known : 'SharedString', this.sharedKey(value)];
      case ValueType.String:
      case ValueType.Bytecode:
        return textElement(known, name, value);
    }
    const tag = NAMES.get(type);
    const writer = tag === undefined ? undefined : ELEMENTS[tag];
    if (tag === undefined || !writer)
      throw new BadContent(`its property ${className}.${name} is of no known type`);
    return [tag, writer.write(value)];
  }

  private readonly referent = (instance: number): string => {
    const position = this.positions[instance];
    return position === undefined ? 'null' : `RBX${position}`;
  };

  private sharedKey(value: ValueBytes): string {
    const known = this.shared.get(value);
    if (known !== undefined) return known;
    const key = createHash('md5').update(toBytes(value)).digest('base64');
    this.shared.set(value, key);
    return key;
  }

  private sharedTexts(): void {
    this.lines.push('<SharedStrings>');
    for (const [value, key] of this.shared) {
      this.lines.push(`<SharedString md5="${key}">${toBytes(value).toString('base64')}</SharedString>`);
    }
    this.lines.push('</SharedStrings>');
  }

  private flush(): void {
    this.parts.push(Buffer.from(this.lines.join('\n'), 'latin1'), Buffer.from('\n'));
    this.lines.length = 0;
  }
}

function textElement(known: string | undefined, name: string, value: ValueBytes): [string, string] {
  if (known === 'Content' || known === 'ContentId') return [known, writeContentId(value)];
  if (known === 'BinaryString' || !isXmlText(value)) {
    return ['BinaryString', toBytes(value).toString('base64')];
  }
  return [known ?? 'string', name === 'Source' ? cdata(value) : escapeText(value)];
}
