// What became of the instances of one snapshot in another.
import type { Snapshot, SnapshotInstance } from '../../../command/instances/snapshot.js';
import type { SerializedValue } from '../../../protocol/values.js';

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
  for (const [path, old] of Object.entries(before.instances)) {
    const now = after.instances[path];
    if (!now) continue;
    const changes = compareInstances(old, now);
    if (changes.length > 0) changed.push({ kind: 'changed', path, className: now.className, changes });
  }
  return [...differences, ...changed].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What only the first has; what is in such an instance is counted with it. */
function missing(one: Snapshot, other: Snapshot): { path: string; className: string; inside?: number }[] {
  const tops: { path: string; className: string; inside: number }[] = [];
  const byPath = new Map<string, (typeof tops)[number]>();
  for (const [path, { className }] of Object.entries(one.instances)) {
    if (other.instances[path]) continue;
    const parent = byPath.get(parentOf(path));
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

/** Dots in names are escaped. */
function parentOf(path: string): string {
  for (let at = path.length - 1; at > 0; at--) {
    if (path[at] !== '.') continue;
    let slashes = 0;
    while (path[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return path.slice(0, at);
  }
  return '';
}

function compareInstances(before: SnapshotInstance, after: SnapshotInstance): ValueDifference[] {
  const changes: ValueDifference[] = [];
  if (before.className !== after.className) {
    changes.push({
      name: 'ClassName',
      kind: 'property',
      before: before.className,
      after: after.className,
    });
  }
  changes.push(
    ...compareValues('property', before.properties, after.properties),
    ...compareValues('attribute', before.attributes, after.attributes),
    ...compareValues('tag', asFlags(before.tags), asFlags(after.tags)),
  );
  return changes;
}

function compareValues(
  kind: ValueDifference['kind'],
  before: Readonly<Record<string, SerializedValue>>,
  after: Readonly<Record<string, SerializedValue>>,
): ValueDifference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .map((name) => ({ name, kind, before: before[name] ?? null, after: after[name] ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

function asFlags(tags: readonly string[]): Record<string, SerializedValue> {
  return Object.fromEntries(tags.map((tag) => [tag, true]));
}
