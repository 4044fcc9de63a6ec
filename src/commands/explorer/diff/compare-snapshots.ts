// What became of the instances of one snapshot in another.
import type { Snapshot, SnapshotInstance } from '../../../command/instances/snapshot.js';
import { allNames, ownNames, usualOf, valuesOf } from '../../../command/instances/snapshot-values.js';
import { splitPath } from '../../../command/instances/wire-path.js';
import type { SerializedValue } from '../../../protocol/values.js';
import { ownValue } from '../../../support/own-value.js';

export interface ValueDifference {
  readonly name: string;
  readonly kind: 'property' | 'attribute' | 'tag';
  readonly before: SerializedValue;
  readonly after: SerializedValue;
}

export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly path: string;
  readonly className: string;
  /** Of what was added or removed: how many instances are in it. */
  readonly inside?: number;
  readonly changes?: readonly ValueDifference[];
}

export function compareSnapshots(before: Snapshot, after: Snapshot): Difference[] {
  const differences = [
    ...missing(before, after).map((item) => ({ kind: 'removed' as const, ...item })),
    ...missing(after, before).map((item) => ({ kind: 'added' as const, ...item })),
  ];
  const changed: Difference[] = [];
  const namesOf = suspectNames(before, after);
  for (const [path, old] of Object.entries(before.instances)) {
    const now = ownValue(after.instances, path);
    if (!now) continue;
    const changes = compareInstances(before, old, after, now, namesOf);
    if (changes.length > 0) changed.push({ kind: 'changed', path, className: now.className, changes });
  }
  return [...differences, ...changed].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What only the first has; what is in such an instance is counted with it. */
function missing(one: Snapshot, other: Snapshot): { path: string; className: string; inside?: number }[] {
  const tops: { path: string; className: string; inside: number }[] = [];
  const byPath = new Map<string, (typeof tops)[number]>();
  for (const [path, { className }] of Object.entries(one.instances)) {
    if (ownValue(other.instances, path)) continue;
    const parent = byPath.get(splitPath(path).parent);
    if (parent) {
      parent.inside++;
      byPath.set(path, parent);
    } else {
      const top = { path, className, inside: 0 };
      tops.push(top);
      byPath.set(path, top);
    }
  }
  return tops.map(({ inside, ...top }) => (inside > 0 ? { ...top, inside } : top));
}

/**
 * Of a class: the properties of which both sides do not say the same once for all of it. Only these, and what instances
 * tell themselves, need to be looked at.
 */
function suspectNames(before: Snapshot, after: Snapshot): (className: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (className) => {
    const present = known.get(className);
    if (present) return present;
    const usual = [before, after].map(({ classes }) => usualOf(classes, className));
    const names = compareValues('property', usual[0] ?? {}, usual[1] ?? {}).map(({ name }) => name);
    known.set(className, names);
    return names;
  };
}

function compareInstances(
  before: Snapshot,
  old: SnapshotInstance,
  after: Snapshot,
  now: SnapshotInstance,
  namesOf: (className: string) => readonly string[],
): ValueDifference[] {
  const changes: ValueDifference[] = [];
  const isSameClass = old.className === now.className;
  if (!isSameClass) {
    changes.push({ name: 'ClassName', kind: 'property', before: old.className, after: now.className });
  }
  const names = isSameClass
    ? [...namesOf(old.className), ...ownNames(old), ...ownNames(now)]
    : [...allNames(before, old), ...allNames(after, now)];
  changes.push(
    ...compareValues('property', valuesOf(before, old, names), valuesOf(after, now, names)),
    ...compareValues('attribute', old.attributes ?? {}, now.attributes ?? {}),
    ...compareValues('tag', asFlags(old.tags ?? []), asFlags(now.tags ?? [])),
  );
  return changes;
}

type Table = Readonly<Record<string, SerializedValue>>;

function compareValues(kind: ValueDifference['kind'], before: Table, after: Table): ValueDifference[] {
  // Attributes and tags may be called as what every object has, such as `constructor`.
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .map((name) => ({ name, kind, before: old.get(name) ?? null, after: now.get(name) ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

function asFlags(tags: readonly string[]): Record<string, SerializedValue> {
  return Object.fromEntries(tags.map((tag) => [tag, true]));
}
