// What a project's files become, before it is known where in the place it goes.
import { readAttributes } from '../attributes.js';
import { nameInFiles } from '../class-data.js';
import { Place } from '../place.js';
import { isService } from '../services.js';
import {
  fromText,
  int32,
  readInt32,
  toText,
  type ValueBytes,
  ValueType,
  type ValueTypeNumber,
} from '../value-type.js';

export interface TypedValue {
  readonly type: ValueTypeNumber;
  readonly value: ValueBytes;
}

/** One instance. Names of properties are those that files have. */
export interface Snapshot {
  name: string;
  className: string;
  readonly properties: Map<string, TypedValue>;
  /** Properties that are other instances. */
  readonly references: Map<string, Snapshot>;
  /** By which others refer to it. */
  id?: string | undefined;
  children: Snapshot[];
  /** Where its source is, of what is a script. */
  file?: string;
}

export function snapshotOf(name: string, className: string): Snapshot {
  return { name, className, properties: new Map(), references: new Map(), children: [] };
}

export const textValue = (text: string): TypedValue => ({ type: ValueType.String, value: fromText(text) });

/** `roots` are services of a place, or what a model consists of. */
export function placeOfSnapshots(roots: readonly Snapshot[]): Place {
  const place = new Place();
  const numbers = new Map<Snapshot, number>();
  const add = (snapshot: Snapshot, parent: number) => {
    const { name, className, properties, children } = snapshot;
    const instance = place.add(className, parent, parent < 0 && isService(className));
    numbers.set(snapshot, instance);
    place.set(instance, 'Name', ValueType.String, fromText(name));
    for (const [property, { type, value }] of properties) place.set(instance, property, type, value);
    for (const child of children) add(child, instance);
  };
  for (const root of roots) add(root, -1);
  setReferences(place, numbers);
  return place;
}

const ID = 'Rojo_Id';
const TARGET = 'Rojo_Target_';

/** Those that were in files, and those that attributes name: `Rojo_Target_X` sets X to the instance with that id. */
function setReferences(place: Place, numbers: ReadonlyMap<Snapshot, number>): void {
  const byId = new Map<string, number>();
  const wanted: { instance: number; property: string; id: string }[] = [];
  for (const [{ id, className, properties }, instance] of numbers) {
    for (const [name, text] of rojoAttributes(properties.get('AttributesSerialize')?.value)) {
      if (name === ID) byId.set(text, instance);
      else wanted.push({ instance, property: nameInFiles(className, name.slice(TARGET.length)), id: text });
    }
    if (id !== undefined) byId.set(id, instance);
  }
  for (const [{ references }, instance] of numbers) {
    for (const [property, target] of references) {
      place.set(instance, property, ValueType.Referent, int32(numbers.get(target) ?? -1));
    }
  }
  for (const { instance, property, id } of wanted) {
    const target = byId.get(id);
    if (target !== undefined) place.set(instance, property, ValueType.Referent, int32(target));
  }
}

function rojoAttributes(blob: ValueBytes | undefined): [name: string, text: string][] {
  if (!blob?.includes('Rojo_')) return [];
  return [...readAttributes(blob).values]
    .filter(([name, { type }]) => type === ValueType.String && (name === ID || name.startsWith(TARGET)))
    .map(([name, { value }]) => [name, toText(value)]);
}

/** What is in a model file, as snapshots. */
export function snapshotsOfPlace(place: Place): Snapshot[] {
  const children = place.childLists();
  const made = new Map<number, Snapshot>();
  const build = (instance: number): Snapshot => {
    const owner = place.classOf[instance];
    const slot = place.slots[instance] ?? 0;
    const snapshot = snapshotOf(owner?.name ?? '', owner?.name ?? '');
    for (const { name, type, values } of owner?.columns.values() ?? []) {
      const value = values[slot];
      if (value === undefined || type === ValueType.Referent) continue;
      if (name === 'Name') snapshot.name = Buffer.from(value, 'latin1').toString('utf8');
      else snapshot.properties.set(name, { type, value });
    }
    snapshot.children = (children.get(instance) ?? []).map(build);
    made.set(instance, snapshot);
    return snapshot;
  };
  const roots = (children.get(-1) ?? []).map(build);
  for (const { members, columns } of place.classes) {
    for (const { name, type, values } of columns.values()) {
      if (type !== ValueType.Referent) continue;
      members.forEach((instance, slot) => {
        const value = values[slot];
        const target = value === undefined ? undefined : made.get(readInt32(value));
        if (target) made.get(instance)?.references.set(name, target);
      });
    }
  }
  return roots;
}
