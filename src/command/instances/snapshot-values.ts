// What an instance of a snapshot has, which it tells by itself or its class tells for it.
import type { SerializedValue } from '../../protocol/values.js';
import { ownValue } from '../../support/own-value.js';
import type { Snapshot, SnapshotInstance, Values } from './snapshot.js';

/** Those that it tells of by itself. */
export function ownNames({ properties, without = [] }: SnapshotInstance): string[] {
  return [...Object.keys(properties), ...without];
}

/** Those that it or its class tells of. */
export function allNames({ classes }: Snapshot, instance: SnapshotInstance): string[] {
  return [...Object.keys(usualOf(classes, instance.className)), ...Object.keys(instance.properties)];
}

/** Of these names, what it has by itself or as its class. */
export function valuesOf(
  { classes }: Snapshot,
  { className, properties, without = [] }: SnapshotInstance,
  names: readonly string[],
): Record<string, SerializedValue> {
  const ofClass = usualOf(classes, className);
  const values: [string, SerializedValue][] = [];
  for (const name of names) {
    const isOwn = Object.hasOwn(properties, name) || without.includes(name);
    const value = ownValue(isOwn ? properties : ofClass, name);
    if (value !== undefined) values.push([name, value]);
  }
  return Object.fromEntries(values);
}

/** What most instances of a class have. */
export function usualOf(classes: Snapshot['classes'], className: string): Values {
  return (classes && ownValue(classes, className)) ?? {};
}
