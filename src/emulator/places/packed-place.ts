// A place as bytes that the emulator's VM reads quickly, and back: instances with parents first, then the columns of
// each class, every value once with the numbers of those who have it. The VM's side is core/places.luau.
import { type Attribute, readAttributes } from './attributes.js';
import { ByteReader } from './binary/byte-reader.js';
import { BEHIND_METHODS, defaultOf, nameForScripts, scriptProperty, twinOf } from './class-data.js';
import { type Column, Place, type PlaceClass, parentsFirst } from './place.js';
import {
  byte,
  ContentKind,
  fromText,
  type ValueBytes,
  ValueType,
  type ValueTypeNumber,
} from './value-type.js';

/** A text that stays with the host until somebody asks for it; the value is its number there. */
export const SOURCE = 0xf0;
/** Before the name of an attribute, where columns are of properties and attributes. */
export const ATTRIBUTE_MARK = '@';
/** Workspace may have been saved with what the plugin noted about the Studio that it was in. */
const OF_ANOTHER_STUDIO = /^@StudioBridge/;

export interface PackOptions {
  /** Keeps a script's source and gives its number. */
  addSource(source: ValueBytes): number;
  /** What the plugin noted about the Studio stays, as it does where the file is opened by Roblox Studio. */
  readonly keepsNotes?: boolean;
  /** Also what is as it would be anyway: what it is meant for may differ from that. */
  readonly keepDefaults?: boolean;
}

interface PackedColumn {
  readonly name: string;
  readonly type: ValueTypeNumber;
  readonly values: readonly (ValueBytes | undefined)[];
}

/** Also returns the instances in the order in which the VM will number them. */
export function packPlace(place: Place, options: PackOptions): { bytes: Buffer; numbers: number[] } {
  const numbers = parentsFirst(place);
  const positions = new Int32Array(place.size).fill(-1);
  numbers.forEach((instance, index) => {
    positions[instance] = index;
  });
  const classes = place.classes.filter(({ members }) => members.length > 0);
  const classNumbers = new Map(classes.map((owner, index) => [owner, index]));
  const out = new PackedWriter();
  out.uint32(numbers.length);
  out.uint32(classes.length);
  for (const { name } of classes) out.string(fromText(name));
  for (const instance of numbers) {
    const parent = place.parents[instance] ?? -1;
    out.uint32(parent < 0 ? 0 : (positions[parent] ?? -1) + 1);
    const owner = place.classOf[instance];
    out.uint32((owner && classNumbers.get(owner)) ?? 0);
  }
  for (const owner of classes) {
    const columns = [...packedColumns(owner, positions, options)];
    out.uint32(owner.members.length);
    for (const member of owner.members) out.uint32((positions[member] ?? -1) + 1);
    out.uint32(columns.length);
    for (const column of columns) out.column(column, owner.members.length, options);
  }
  return { bytes: out.finish(), numbers };
}

/**
 * What scripts can see and what is not as it would be anyway. Who only has scripts needs no data of classes for that, whose
 * reading takes longer than the rest.
 */
function* packedColumns(
  owner: PlaceClass,
  positions: Int32Array,
  { keepsNotes, keepDefaults }: PackOptions,
): Generator<PackedColumn> {
  for (const column of owner.columns.values()) {
    const { name, type, raw } = column;
    if (raw) continue;
    if (name === 'Name' || (name === 'Source' && type === ValueType.String)) {
      yield { name, type: name === 'Source' ? SOURCE : type, values: column.values };
      continue;
    }
    if (name === 'AttributesSerialize') {
      const columns = attributeColumns(column);
      yield* owner.name === 'Workspace' && !keepsNotes
        ? columns.filter(({ name }) => !OF_ANOTHER_STUDIO.test(name))
        : columns;
      continue;
    }
    const forScripts = nameForScripts(owner.name, name);
    if (forScripts !== 'Tags' && !isForScripts(owner.name, forScripts)) continue;
    const values = keepDefaults ? column.values : notDefault(owner.name, column);
    if (!values) continue;
    if (type === ValueType.Referent) yield { name: forScripts, type, values: renumbered(values, positions) };
    else yield { name: forScripts, type, values };
    const twin = twinOf(owner.name, forScripts);
    if (twin !== undefined && !owner.columns.has(twin)) yield twinColumn(twin, type, values);
  }
}

/** An address as text for one as content, and the other way round. */
function twinColumn(name: string, type: ValueTypeNumber, values: PackedColumn['values']): PackedColumn {
  if (type === ValueType.String) {
    return { name, type: ValueType.Content, values: values.map((value) => value && contentOf(value)) };
  }
  return { name, type: ValueType.String, values: values.map((value) => value && addressOf(value)) };
}

export const contentOf = (address: ValueBytes): ValueBytes =>
  address === '' ? byte(ContentKind.None) : byte(ContentKind.Uri) + address;

export const addressOf = (content: ValueBytes): ValueBytes =>
  content.charCodeAt(0) === ContentKind.Uri ? content.slice(1) : '';

/** What scripts cannot see, but what decides how they run. */
const FOR_THE_ENGINE = new Set(['Workspace.SignalBehavior', 'ServerScriptService.LoadStringEnabled']);

const isUnseen = (className: string, name: string) =>
  FOR_THE_ENGINE.has(`${className}.${name}`) || BEHIND_METHODS.has(`${className}.${name}`);

function isForScripts(className: string, name: string): boolean {
  const property = scriptProperty(className, name);
  // Behaviour in the VM may know more of a class than the data; of unknown classes only the name is kept there.
  if (!property) return name === 'Name';
  return property.access === 'w' || property.access === 'r' || isUnseen(className, name);
}

function notDefault(
  className: string,
  { name, type, values }: Column,
): readonly (ValueBytes | undefined)[] | undefined {
  const usual = defaultOf(className, name, type);
  if (usual === undefined) return values;
  let differs = false;
  const kept = values.map((value) => {
    if (value === usual) return undefined;
    differs ||= value !== undefined;
    return value;
  });
  return differs ? kept : undefined;
}

function renumbered(values: readonly (ValueBytes | undefined)[], positions: Int32Array) {
  return values.map((value) => {
    if (value === undefined) return undefined;
    const target = Buffer.from(value, 'latin1').readInt32LE(0);
    const position = target < 0 ? -1 : (positions[target] ?? -1);
    if (position < 0) return undefined;
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(position + 1);
    return bytes.toString('latin1');
  });
}

/** One column for each name and type of attribute. */
function attributeColumns({ values }: Column): PackedColumn[] {
  const columns = new Map<string, { name: string; type: number; values: (ValueBytes | undefined)[] }>();
  const known = new Map<ValueBytes, ReadonlyMap<string, Attribute>>();
  values.forEach((blob, index) => {
    if (!blob) return;
    const attributes = known.get(blob) ?? readAttributes(blob).values;
    if (known.size < 1024) known.set(blob, attributes);
    for (const [name, { type, value }] of attributes) {
      const key = `${name}\0${type}`;
      let column = columns.get(key);
      if (!column) {
        column = { name: ATTRIBUTE_MARK + name, type, values: new Array(values.length) };
        columns.set(key, column);
      }
      column.values[index] = value;
    }
  });
  return [...columns.values()];
}

class PackedWriter {
  private bytes = Buffer.allocUnsafe(1 << 20);
  private length = 0;

  uint32(value: number): void {
    this.reserve(4);
    this.length = this.bytes.writeUInt32LE(value >>> 0, this.length);
  }

  string(value: ValueBytes): void {
    this.uint32(value.length);
    this.reserve(value.length);
    this.length += this.bytes.write(value, this.length, 'latin1');
  }

  /** 0 for those that do not have it. */
  column(
    { name, type, values }: PackedColumn,
    count: number,
    { addSource, keepDefaults }: PackOptions,
  ): void {
    this.string(fromText(name));
    this.uint32(type);
    const distinct = new Map<ValueBytes, number>();
    const indexes = new Uint32Array(count);
    for (let slot = 0; slot < count; slot++) {
      const value = values[slot];
      if (value === undefined) continue;
      if (type === SOURCE) {
        indexes[slot] = value === '' && !keepDefaults ? 0 : addSource(value) + 1;
        continue;
      }
      let index = distinct.get(value);
      if (index === undefined) {
        index = distinct.size + 1;
        distinct.set(value, index);
      }
      indexes[slot] = index;
    }
    this.uint32(distinct.size);
    for (const value of distinct.keys()) this.string(value);
    for (const index of indexes) this.uint32(index);
  }

  finish(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + size));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

export interface Unpacked {
  readonly place: Place;
  /** By instance: its number when the place was loaded; -1 for one that is new. */
  readonly origins: number[];
}

/** What core/places.luau dumps: names are those for scripts; attributes are columns with a mark before their names. */
export function unpackPlace(bytes: Buffer): Unpacked {
  const reader = new ByteReader(bytes);
  const place = new Place();
  const origins: number[] = [];
  const instances = reader.uint32();
  const names = Array.from({ length: reader.uint32() }, () => reader.text());
  const owners = names.map((name) => place.addClass(name, false));
  for (let index = 0; index < instances; index++) {
    const parent = reader.uint32() - 1;
    const owner = owners[reader.uint32()] ?? place.addClass('', false);
    origins.push(reader.uint32() - 1);
    place.order.push(place.addTo(owner));
    place.parents[index] = parent;
  }
  for (const owner of owners) {
    for (let columns = reader.uint32(); columns > 0; columns--) {
      const name = reader.text();
      const type = reader.uint32();
      const distinct = Array.from({ length: reader.uint32() }, () => reader.string());
      const values = owner.members.map(() => distinct[reader.uint32() - 1]);
      owner.columns.set(`${name}\0${type}`, { name, type, values });
    }
  }
  return { place, origins };
}
