// Puts the pages of a snapshot together. Tens of thousands of instances have much the same values, so each value is held
// once, and what most instances of a class have is told once for the class.
import type { SerializedValue } from '../../protocol/values.js';
import type { Snapshot, SnapshotInstance, Values } from './snapshot.js';
import type { PackedTree } from './tree.js';
import { readRows, type TreeRow } from './unpack-tree.js';

interface Entry {
  readonly path: string;
  readonly className: string;
  /** Sorted; the same list for all instances that were told alike. */
  readonly names: readonly string[];
  /** Of each name the number of its value; undefined where it could not be read. */
  readonly numbers: readonly (number | undefined)[];
  readonly attributes: Values;
  readonly tags: readonly string[];
}

/** Names of properties in order, and where in a row each is told. */
interface Shape {
  readonly names: readonly string[];
  readonly order: readonly number[];
}

export class SnapshotBuilder {
  root = '';
  private readonly entries: Entry[] = [];
  private readonly texts: string[] = [];
  private readonly numberOf = new Map<string, number>();

  add(packed: PackedTree): void {
    const pool = packed.pool.map((value) => this.number(JSON.stringify(value)));
    const stubs = new Set(packed.stubs);
    const shapes = new Map<readonly string[], Shape>();
    const paths: string[] = [];
    for (const row of readRows(packed)) {
      const parent = paths[row.parent - 1];
      const path = parent === undefined ? row.segment : `${parent}.${row.segment}`;
      paths.push(path);
      if (!stubs.has(row.number)) this.entries.push(readEntry(row, path, { packed, pool, shapes }));
    }
    this.root = paths[0] ?? this.root;
  }

  build(): Snapshot {
    const usual = this.usualNumbers();
    const classes = [...usual].sort(byKey).map(([className, numbers]): [string, Values] => {
      const values = [...numbers].sort(byKey).map(([name, number]) => [name, this.value(number)]);
      return [className, Object.fromEntries(values)];
    });
    const sorted = this.entries.sort((a, b) => compareTexts(a.path, b.path));
    return {
      kind: 'studio-bridge-snapshot',
      version: 2,
      root: this.root,
      classes: Object.fromEntries(classes),
      instances: Object.fromEntries(
        sorted.map((entry) => [entry.path, this.instance(entry, usual.get(entry.className) ?? new Map())]),
      ),
    };
  }

  /** By class and property: the value of most instances; of two that are as frequent, the one whose text comes first. */
  private usualNumbers(): Map<string, Map<string, number>> {
    const counts = new Map<string, Map<string, Map<number, number>>>();
    for (const { className, names, numbers } of this.entries) {
      const ofClass = getOrAdd(counts, className, () => new Map<string, Map<number, number>>());
      for (const [at, number] of numbers.entries()) {
        const name = names[at];
        if (number === undefined || name === undefined) continue;
        const ofName = getOrAdd(ofClass, name, () => new Map<number, number>());
        ofName.set(number, (ofName.get(number) ?? 0) + 1);
      }
    }
    return new Map(
      [...counts].map(([className, ofClass]) => [
        className,
        new Map([...ofClass].map(([name, ofName]) => [name, this.mostFrequent(ofName)])),
      ]),
    );
  }

  private mostFrequent(counts: ReadonlyMap<number, number>): number {
    let best = -1;
    let most = 0;
    for (const [number, count] of counts) {
      if (count < most || (count === most && this.text(number) > this.text(best))) continue;
      best = number;
      most = count;
    }
    return best;
  }

  private instance(entry: Entry, usual: ReadonlyMap<string, number>): SnapshotInstance {
    const { className, names, numbers, attributes, tags } = entry;
    const properties: [string, SerializedValue][] = [];
    let told = 0;
    for (const [at, number] of numbers.entries()) {
      const name = names[at];
      if (number === undefined || name === undefined) continue;
      told++;
      if (usual.get(name) !== number) properties.push([name, this.value(number)]);
    }
    const known = new Set(names.filter((_, at) => numbers[at] !== undefined));
    const without = told === usual.size ? [] : [...usual.keys()].filter((name) => !known.has(name)).sort();
    return {
      className,
      ...(without.length > 0 ? { without } : {}),
      ...(tags.length > 0 ? { tags } : {}),
      properties: Object.fromEntries(properties),
      ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    };
  }

  private number(text: string): number {
    return getOrAdd(this.numberOf, text, () => this.texts.push(text) - 1);
  }

  private text(number: number): string {
    return this.texts[number] ?? '';
  }

  private value(number: number): SerializedValue {
    return JSON.parse(this.text(number));
  }
}

interface Page {
  readonly packed: PackedTree;
  readonly pool: readonly number[];
  readonly shapes: Map<readonly string[], Shape>;
}

function readEntry({ number, className, properties, places }: TreeRow, path: string, page: Page): Entry {
  const { names, order } = getOrAdd(page.shapes, properties, () => shapeOf(properties));
  const key = String(number);
  const attributes = Object.entries(page.packed.attributes[key] ?? {});
  return {
    path,
    className,
    names,
    numbers: order.map((at) => page.pool[(places[at] ?? 0) - 1]),
    attributes: Object.fromEntries(attributes.sort(byKey)),
    tags: [...(page.packed.tags[key] ?? [])].sort(),
  };
}

function shapeOf(properties: readonly string[]): Shape {
  const order = [...properties.keys()].sort((a, b) => compareTexts(properties[a] ?? '', properties[b] ?? ''));
  return { names: order.map((at) => properties[at] ?? ''), order };
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const present = map.get(key);
  if (present !== undefined) return present;
  const made = make();
  map.set(key, made);
  return made;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareTexts(a, b);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
