// Roblox's XML files (.rbxlx, .rbxmx) to places. Elements that are not known here are kept as they stand.
import { ownValue } from '../../../support/own-value.js';
import { defaultsOf, xmlElement } from '../class-data.js';
import { Place } from '../place.js';
import { BadContent } from '../place-error.js';
import { int32, toText, type ValueBytes, ValueType, XML_FOREIGN } from '../value-type.js';
import { type StartTag, textOf, XmlScanner } from './xml-scanner.js';
import { ELEMENTS, readContent } from './xml-values.js';

/** With as much before it as an editor may put there. */
const BEGINNING = /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<roblox[\s>]/;
const MAX_DEPTH = 4096;
const LONGEST_KNOWN = 600;
const MOST_KNOWN = 10_000;

export const isXml = (bytes: Buffer): boolean => BEGINNING.test(bytes.toString('latin1', 0, 1024));

export function readXmlPlace(file: Buffer): Place {
  return new XmlReading(new XmlScanner(file.toString('latin1'))).read();
}

interface Pending {
  readonly instance: number;
  readonly name: string;
  readonly referent: string;
  readonly isContent: boolean;
}

class XmlReading {
  private readonly place = new Place();
  private readonly referents = new Map<string, number>();
  private readonly pending: Pending[] = [];
  /** Values that are in the list at the end of the file: by their key there. */
  private readonly sharedUses: {
    instance: number;
    name: string;
    key: string;
    element: string | undefined;
  }[] = [];
  private readonly shared = new Map<string, ValueBytes>();
  private readonly known = new Map<string, Map<ValueBytes, ValueBytes>>();

  constructor(private readonly scanner: XmlScanner) {}

  read(): Place {
    const root = this.scanner.next();
    if (root?.name !== 'roblox') throw new BadContent('it has no <roblox> at its beginning');
    const version = root.attributes.get('version');
    if (version !== undefined && Number(version) < 4) {
      throw new BadContent(`it is of version ${version} of the format, which is not known`);
    }
    this.scanner.children(root, (child) => this.part(child));
    this.scanner.isDone = true;
    for (const { instance, name, referent, isContent } of this.pending) {
      const target = int32(this.referents.get(referent) ?? -1);
      if (isContent) this.place.set(instance, name, ValueType.Content, `\x02${target}`);
      else this.place.set(instance, name, ValueType.Referent, target);
    }
    for (const { instance, name, key, element } of this.sharedUses) {
      this.place.set(instance, name, ValueType.SharedString, this.shared.get(key) ?? '', element);
    }
    return this.place;
  }

  private part(tag: StartTag): void {
    switch (tag.name) {
      case 'Item':
        this.item(tag, -1, 1);
        return;
      case 'Meta':
        this.place.metadata.set(tag.label, toText(textOf(this.scanner.inner(tag))));
        return;
      case 'SharedStrings':
        this.scanner.children(tag, (child) => {
          const content = Buffer.from(textOf(this.scanner.inner(child)), 'base64').toString('latin1');
          this.shared.set(child.attributes.get('md5') ?? '', content);
        });
        return;
      default:
        this.scanner.inner(tag);
    }
  }

  private item(tag: StartTag, parent: number, depth: number): void {
    if (depth > MAX_DEPTH) throw new BadContent(`its tree is deeper than ${MAX_DEPTH}`);
    const className = toText(tag.attributes.get('class') ?? '');
    if (className === '') throw new BadContent('it has an <Item> without a class');
    const instance = this.place.add(className, parent);
    const referent = tag.attributes.get('referent');
    if (referent !== undefined) {
      if (this.referents.has(referent)) throw new BadContent(`it has the referent "${referent}" twice`);
      this.referents.set(referent, instance);
    }
    this.scanner.children(tag, (child) => {
      if (child.name === 'Item') this.item(child, instance, depth + 1);
      else if (child.name === 'Properties') {
        this.scanner.children(child, (property) => this.property(instance, className, property));
      } else this.scanner.inner(child);
    });
  }

  private property(instance: number, className: string, tag: StartTag): void {
    const name = tag.label;
    const inner = this.scanner.inner(tag);
    const known = xmlElement(className, name);
    switch (tag.name) {
      case 'Ref': {
        const referent = textOf(inner).trim();
        this.place.set(instance, name, ValueType.Referent, int32(-1));
        if (referent !== 'null') this.pending.push({ instance, name, referent, isContent: false });
        return;
      }
      case 'SharedString':
      case 'NetAssetRef':
        this.sharedUses.push({
          instance,
          name,
          key: textOf(inner).trim(),
          element: elementToKeep(tag.name, 'SharedString', known),
        });
        return;
      case 'Content':
      case 'ContentId': {
        const { type, value, referent } = readContent(
          isAddress(className, name) ? 'ContentId' : tag.name,
          inner,
        );
        const element = type === ValueType.String ? elementToKeep(tag.name, 'ContentId', known) : undefined;
        this.place.set(instance, name, type, detached(value), element);
        if (referent !== undefined) this.pending.push({ instance, name, referent, isContent: true });
        return;
      }
    }
    const reader = ownValue(ELEMENTS, tag.name);
    if (!reader) {
      this.place.set(instance, name, XML_FOREIGN, detached(inner), tag.name);
      return;
    }
    const isBrickColor = tag.name === 'int' && defaultsOf(className).get(name)?.type === ValueType.BrickColor;
    const element = reader.type === ValueType.String ? elementToKeep(tag.name, 'string', known) : undefined;
    this.place.set(
      instance,
      name,
      isBrickColor ? ValueType.BrickColor : reader.type,
      this.valueOf(tag.name, inner, reader.read),
      element,
    );
  }

  /** Most values of a place are the same as others, and taking them apart is most of the work. */
  private valueOf(element: string, inner: ValueBytes, read: (inner: ValueBytes) => ValueBytes): ValueBytes {
    let known = this.known.get(element);
    if (!known) {
      known = new Map();
      this.known.set(element, known);
    }
    const same = inner.length > LONGEST_KNOWN ? undefined : known.get(inner);
    if (same !== undefined) return same;
    const value = detached(read(inner));
    if (inner.length <= LONGEST_KNOWN && known.size < MOST_KNOWN) known.set(detached(inner), value);
    return value;
  }
}

/** Not what the type would be written as anyway. */
const elementToKeep = (name: string, usual: string, known: string | undefined) =>
  name === (known ?? usual) || (known === undefined && name === usual) ? undefined : name;

const isAddress = (className: string, name: string) => xmlElement(className, name) === 'ContentId';

/** A part of a string keeps the whole of it in memory, which is the whole file. */
const detached = (value: ValueBytes): ValueBytes =>
  value.length === 0 ? '' : Buffer.from(value, 'latin1').toString('latin1');
