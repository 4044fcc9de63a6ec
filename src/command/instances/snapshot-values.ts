// What an instance of a snapshot has, which it tells by itself or its class tells for it.
import type { SerializedValue } from '../../protocol/values.js';
import type { Snapshot, SnapshotInstance } from './snapshot.js';

/** Those that it tells of by itself. */
export function ownNames({ properties, without = [] }: SnapshotInstance): string[] {
  return [...Object.keys(properties), ...without];
}

/** Those that it or its class tells of. */
export function allNames({ classes }: Snapshot, instance: SnapshotInstance): string[] {
  return [...Object.keys(classes?.[instance.className] ?? {}), ...Object.keys(instance.properties)];
}

/** Of these names, what it has by itself or as its class. */
export function valuesOf(
  { classes }: Snapshot,
  { className, properties, without = [] }: SnapshotInstance,
  names: readonly string[],
): Record<string, SerializedValue> {
  const values: Record<string, SerializedValue> = {};
  for (const name of names) {
    const isOwn = Object.hasOwn(properties, name) || without.includes(name);
    const value = isOwn ? properties[name] : classes?.[className]?.[name];
    if (value !== undefined) values[name] = value;
  }
  return values;
}
