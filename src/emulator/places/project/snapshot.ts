// What a project's files become, before it is known where in the place it goes.

import { classInfo } from '../class-data.js';
import { Place } from '../place.js';
import { fromText, type ValueBytes, ValueType, type ValueTypeNumber } from '../value-type.js';

export interface TypedValue {
  readonly type: ValueTypeNumber;
  readonly value: ValueBytes;
}

/** One instance. Names of properties are those that files have. */
export interface Snapshot {
  name: string;
  className: string;
  readonly properties: Map<string, TypedValue>;
  children: Snapshot[];
  /** Where its source is, of what is a script. */
  file?: string;
}

export function snapshotOf(name: string, className: string): Snapshot {
  return { name, className, properties: new Map(), children: [] };
}

export const textValue = (text: string): TypedValue => ({ type: ValueType.String, value: fromText(text) });

/** `roots` are services of a place, or what a model consists of. */
export function placeOfSnapshots(roots: readonly Snapshot[]): Place {
  const place = new Place();
  const add = ({ name, className, properties, children }: Snapshot, parent: number) => {
    const instance = place.add(className, parent, parent < 0 && classInfo(className)?.isService === true);
    place.set(instance, 'Name', ValueType.String, fromText(name));
    for (const [property, { type, value }] of properties) place.set(instance, property, type, value);
    for (const child of children) add(child, instance);
  };
  for (const root of roots) add(root, -1);
  return place;
}

/** What is in a model file, as snapshots. References between its instances are lost. */
export function snapshotsOfPlace(place: Place): Snapshot[] {
  const children = place.childLists();
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
    return snapshot;
  };
  return (children.get(-1) ?? []).map(build);
}
