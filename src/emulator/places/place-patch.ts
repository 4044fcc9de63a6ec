// What has become of a project's instances since it was read last, for the engine that has it open: only what differs,
// so that nothing else in the place is touched.
import { readAttributes, writeAttributes } from './attributes.js';
import { defaultOf, nameForScripts } from './class-data.js';
import { type PackOptions, packPlace } from './packed-place.js';
import { type Column, Place, parentsFirst } from './place.js';
import { fromText, int32, readUint32, type ValueBytes, ValueType } from './value-type.js';

export interface PlacePatch {
  /** As core/placePatch.luau reads it. */
  readonly bytes: Buffer;
  /** Instances; of those that came or went with what they are in, each is counted. */
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** Between two readings of one project; undefined if nothing differs. */
export function patchBetween(previous: Place, next: Place, options: PackOptions): PlacePatch | undefined {
  const patch = new Differences(previous, next);
  return patch.isEmpty ? undefined : patch.finish(options);
}

class Differences {
  private readonly result = new Place();
  /** By number in `next`: the number in `previous`, -1 for none. */
  private readonly before: Int32Array;
  private readonly after: Int32Array;
  private readonly changed = new Set<number>();
  private readonly unset: { instance: number; name: string }[] = [];
  private added = 0;

  constructor(
    private readonly previous: Place,
    private readonly next: Place,
  ) {
    this.before = new Int32Array(next.size).fill(-1);
    this.after = new Int32Array(previous.size).fill(-1);
    this.match();
    this.copyTree();
    for (let instance = 0; instance < next.size; instance++) {
      const old = this.before[instance] ?? -1;
      if (old < 0) this.added += 1;
      this.compare(instance, old);
    }
  }

  get isEmpty(): boolean {
    return this.added === 0 && this.removed === 0 && this.changed.size === 0;
  }

  private get removed(): number {
    return this.after.reduce((count, number) => (number < 0 ? count + 1 : count), 0);
  }

  finish(options: PackOptions): PlacePatch {
    const { bytes, numbers } = packPlace(this.result, { ...options, keepDefaults: true });
    const positions = new Map(parentsFirst(this.previous).map((instance, index) => [instance, index + 1]));
    const places = new Map(numbers.map((instance, index) => [instance, index + 1]));
    const words = (values: readonly number[]) => Buffer.from(Uint32Array.from(values).buffer);
    const parts = [
      words([bytes.length]),
      bytes,
      words([numbers.length, ...numbers.map((each) => positions.get(this.before[each] ?? -1) ?? 0)]),
      words([this.unset.length]),
    ];
    for (const { instance, name } of this.unset) {
      const text = Buffer.from(name);
      parts.push(words([places.get(instance) ?? 0, text.length]), text);
    }
    return {
      bytes: Buffer.concat(parts),
      added: this.added,
      removed: this.removed,
      changed: this.changed.size,
    };
  }

  /** Instances are the same that have the same class, name and parent; of several, in their order. */
  private match(): void {
    const olds = this.previous.childLists();
    const news = this.next.childLists();
    const matchChildren = (oldParent: number, newParent: number) => {
      const waiting = new Map<string, number[]>();
      for (const child of olds.get(oldParent) ?? []) {
        const key = keyOf(this.previous, child);
        waiting.set(key, [...(waiting.get(key) ?? []), child]);
      }
      for (const child of news.get(newParent) ?? []) {
        const old = waiting.get(keyOf(this.next, child))?.shift();
        if (old === undefined) continue;
        this.before[child] = old;
        this.after[old] = child;
        matchChildren(old, child);
      }
    };
    matchChildren(-1, -1);
  }

  private copyTree(): void {
    const { next, result } = this;
    const owners = new Map(
      next.classes.map((owner) => [owner, result.addClass(owner.name, owner.isService)]),
    );
    next.classOf.forEach((owner, instance) => {
      const target = owners.get(owner);
      if (target) result.addTo(target);
      result.parents[instance] = next.parents[instance] ?? -1;
    });
    result.order.push(...next.order);
  }

  private compare(instance: number, old: number): void {
    const owner = this.next.classOf[instance];
    const slot = this.next.slots[instance] ?? 0;
    if (!owner) return;
    for (const column of owner.columns.values()) {
      const value = column.values[slot];
      if (value === undefined) continue;
      const earlier = old < 0 ? undefined : this.earlier(old, column);
      if (old >= 0 && value === this.renumbered(column, earlier)) continue;
      if (old >= 0) this.changed.add(instance);
      this.put(instance, column, this.onlyNew(instance, column, earlier, value));
    }
    if (old >= 0) this.compareLost(instance, old);
  }

  /** What was said before, and is not any more. */
  private compareLost(instance: number, old: number): void {
    const owner = this.previous.classOf[old];
    for (const column of owner?.columns.values() ?? []) {
      const value = column.values[this.previous.slots[old] ?? 0];
      if (value === undefined || this.laterValue(instance, column) !== undefined) continue;
      this.changed.add(instance);
      const names = partsOf(column, value);
      if (names) for (const name of names) this.unset.push({ instance, name });
      else {
        const usual = owner && defaultOf(owner.name, column.name, column.type);
        if (usual !== undefined && column.type !== ValueType.Referent) this.put(instance, column, usual);
        else this.unset.push({ instance, name: nameForScripts(owner?.name ?? '', column.name) });
      }
    }
  }

  /** Of attributes and tags, those that came or changed; those that are gone are unset. */
  private onlyNew(
    instance: number,
    column: Column,
    earlier: ValueBytes | undefined,
    value: ValueBytes,
  ): ValueBytes {
    const olds = earlier === undefined ? undefined : partsOf(column, earlier);
    const news = partsOf(column, value);
    if (!olds || !news || earlier === undefined) return value;
    for (const name of olds) if (!news.includes(name)) this.unset.push({ instance, name });
    if (column.name === 'Tags') {
      return fromText(
        news
          .filter((name) => !olds.includes(name))
          .map((name) => name.slice(1))
          .join('\0'),
      );
    }
    const before = readAttributes(earlier).values;
    const values = new Map(
      [...readAttributes(value).values].filter(([name, { type, value: now }]) => {
        const known = before.get(name);
        return known?.type !== type || known.value !== now;
      }),
    );
    return writeAttributes({ values });
  }

  private put(instance: number, { name, type, element }: Column, value: ValueBytes): void {
    this.result.set(instance, name, type, value, element);
  }

  private earlier(old: number, column: Column): ValueBytes | undefined {
    return valueIn(this.previous, old, column);
  }

  private laterValue(instance: number, column: Column): ValueBytes | undefined {
    return valueIn(this.next, instance, column);
  }

  private renumbered({ type }: Column, value: ValueBytes | undefined): ValueBytes | undefined {
    if (type !== ValueType.Referent || value === undefined) return value;
    return int32(this.after[readUint32(value) | 0] ?? -1);
  }
}

const keyOf = (place: Place, instance: number) =>
  `${place.classOf[instance]?.name}\0${place.get(instance, 'Name')}`;

function valueIn(place: Place, instance: number, { name, type, element }: Column): ValueBytes | undefined {
  const owner = place.classOf[instance];
  const first = owner?.columns.get(name);
  if (!owner || !first) return undefined;
  const isIt = (column: Column) => column.name === name && column.type === type && column.element === element;
  const column = isIt(first) ? first : [...owner.columns.values()].find(isIt);
  return column?.values[place.slots[instance] ?? 0];
}

/** The names of attributes or tags that are in one value. */
function partsOf({ name }: Column, value: ValueBytes): string[] | undefined {
  if (name === 'AttributesSerialize')
    return [...readAttributes(value).values.keys()].map((each) => `@${each}`);
  if (name !== 'Tags') return undefined;
  return Buffer.from(value, 'latin1')
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map((tag) => `#${tag}`);
}
