// Brings what happened in the emulator into the place that it was opened from. What it dumps now is compared with what
// it dumps right after opening, so that only real changes are written, and everything else stays as it was in the file.
import { type Attribute, readAttributes, writeAttributes } from './attributes.js';
import { defaultOf, nameForScripts, nameInFiles, twinOf } from './class-data.js';
import { ATTRIBUTE_MARK, addressOf, contentOf, SOURCE, type Unpacked } from './packed-place.js';
import { type Column, columnOf, Place, type PlaceClass } from './place.js';
import { BadContent } from './place-error.js';
import { int32, readUint32, type ValueBytes, ValueType } from './value-type.js';

export interface Change {
  /** What the file had; its instances are numbered as `numbers` says. */
  readonly base: Place;
  readonly numbers: readonly number[];
  readonly before: Unpacked;
  readonly after: Unpacked;
  /** A model was opened: only what is in Workspace counts, and its parts have no parent in the file. */
  readonly isModel?: boolean;
  /** The text of a script that the emulator never read. */
  sourceOf(number: number): ValueBytes;
}

/** A property as it was dumped: value bytes by instance of the dump. */
type Dumped = Map<string, DumpedValue>;
interface DumpedValue {
  readonly type: number;
  readonly value: ValueBytes;
}

export function changedPlace(change: Change): Place {
  return new ChangedPlace(change).build();
}

/** Everything in a dump, as a place of its own. */
export function placeOfDump(dump: Unpacked, sourceOf: Change['sourceOf']): Place {
  const nothing: Unpacked = { place: new Place(), origins: [] };
  return changedPlace({ base: new Place(), numbers: [], before: nothing, after: dump, sourceOf });
}

class ChangedPlace {
  private readonly result = new Place();
  /** By number in the base: number in the result. */
  private readonly kept = new Map<number, number>();
  /** By number in the later dump: number in the result. */
  private readonly placed: number[] = [];
  /** By number in the base: number in the earlier dump. */
  private readonly earlier = new Map<number, number>();

  constructor(private readonly change: Change) {
    for (const [index, origin] of change.before.origins.entries()) {
      const number = change.numbers[origin];
      if (number !== undefined) this.earlier.set(number, index);
    }
  }

  build(): Place {
    const { base } = this.change;
    for (const [key, value] of base.metadata) this.result.metadata.set(key, value);
    this.result.foreign.push(...base.foreign);
    for (const { name, isService } of base.classes) this.result.addClass(name, isService);
    this.addInstances();
    this.addUnseen();
    this.copyColumns();
    this.applyChanges();
    return this.result;
  }

  private addInstances(): void {
    const { base, numbers, after, isModel } = this.change;
    const untouched = new UntouchedParts(this.change);
    for (const [index, parent] of after.place.parents.entries()) {
      const className = after.place.classOf[index]?.name ?? '';
      const isTop = isModel ? isWorkspace(after.place, parent) : parent < 0;
      const isBelow = parent >= 0 && (this.placed[parent] ?? -1) >= 0;
      if ((!isTop && !isBelow) || untouched.has(index)) {
        this.placed.push(-1);
        continue;
      }
      const origin = numbers[after.origins[index] ?? -1];
      const number = this.result.add(className, isTop ? -1 : (this.placed[parent] ?? -1), isTop && !isModel);
      this.placed.push(number);
      if (origin !== undefined && base.classOf[origin]?.name === className) this.kept.set(origin, number);
    }
  }

  /** What the emulator does not show (it is not Archivable, say) stays where it was, with what it is in. */
  private addUnseen(): void {
    const { base, numbers, before } = this.change;
    const seen = new Set(before.origins.map((origin) => numbers[origin]));
    const unseen = new Set(base.order.filter((instance) => !seen.has(instance)));
    const add = (instance: number) => {
      const parent = base.parents[instance] ?? -1;
      if (parent >= 0 && unseen.has(parent) && !this.kept.has(parent)) add(parent);
      if (this.kept.has(instance) || (parent >= 0 && !this.kept.has(parent))) return;
      const owner = base.classOf[instance];
      const number = this.result.add(owner?.name ?? '', parent < 0 ? -1 : (this.kept.get(parent) ?? -1));
      this.kept.set(instance, number);
    };
    for (const instance of unseen) add(instance);
  }

  private copyColumns(): void {
    const { base } = this.change;
    for (const owner of base.classes) {
      const target = this.result.classes.find(({ name }) => name === owner.name);
      if (!target || target.members.length === 0) continue;
      for (const [key, column] of owner.columns)
        target.columns.set(key, this.copyColumn(owner, target, column));
    }
  }

  private copyColumn(owner: PlaceClass, target: PlaceClass, column: Column): Column {
    if (column.raw) {
      const isSame =
        owner.members.length === target.members.length &&
        owner.members.every((member, slot) => this.kept.get(member) === target.members[slot]);
      if (isSame) return column;
      throw new BadContent(
        `its property ${owner.name}.${column.name} is of a type that is not known here, and instances of ${owner.name} were added, removed or moved`,
      );
    }
    const values: (ValueBytes | undefined)[] = new Array(target.members.length);
    for (const [slot, member] of owner.members.entries()) {
      const number = this.kept.get(member);
      if (number === undefined) continue;
      values[this.result.slots[number] ?? 0] = this.renumbered(column, column.values[slot]);
    }
    return { ...column, values };
  }

  private renumbered({ type }: Column, value: ValueBytes | undefined): ValueBytes | undefined {
    const isObject = type === ValueType.Content && value?.startsWith('\x02');
    if (value === undefined || (type !== ValueType.Referent && !isObject)) return value;
    const prefix = isObject ? value.slice(0, 1) : '';
    const target = readUint32(value, prefix.length) | 0;
    return prefix + int32(this.kept.get(target) ?? -1);
  }

  private applyChanges(): void {
    const { before, after } = this.change;
    const pick = dumpReader(before);
    const now = dumpReader(after);
    for (const [index, number] of this.placed.entries()) {
      if (number < 0) continue;
      const base = this.change.numbers[after.origins[index] ?? -1];
      const earlier = base === undefined ? undefined : this.earlier.get(base);
      const old: Dumped = earlier === undefined ? new Map() : pick(earlier);
      const current = now(index);
      if (earlier === undefined) this.fillDefaults(number);
      for (const [name, value] of current) {
        if (!isSame(this.change, old.get(name), value)) this.put(number, name, value.type, value.value);
      }
      for (const name of old.keys()) if (!current.has(name)) this.unset(number, name);
    }
  }

  /** A new instance of a class that the file has already gets what Roblox gives it, not what its siblings lack. */
  private fillDefaults(number: number): void {
    const owner = this.result.classOf[number];
    if (!owner) return;
    const slot = this.result.slots[number] ?? 0;
    for (const column of owner.columns.values()) {
      if (!column.raw) column.values[slot] ??= defaultOf(owner.name, column.name, column.type);
    }
  }

  private put(number: number, name: string, type: number, value: ValueBytes): void {
    const className = this.result.classOf[number]?.name ?? '';
    if (name.startsWith(ATTRIBUTE_MARK)) {
      this.changeAttribute(number, name.slice(ATTRIBUTE_MARK.length), { type, value });
    } else if (type === SOURCE) {
      this.set(number, 'Source', ValueType.String, this.change.sourceOf(readUint32(value)));
    } else if (type === ValueType.Referent) {
      this.set(number, name, type, int32(this.placed[readUint32(value) - 1] ?? -1));
    } else {
      const twin = twinOf(className, name);
      const hasIt = this.columnFor(number, name) !== undefined;
      const twinColumn = twin === undefined ? undefined : this.columnFor(number, twin);
      if (twin !== undefined && !hasIt && (twinColumn || type === ValueType.String)) {
        const isContent = type === ValueType.String;
        this.set(
          number,
          twin,
          isContent ? ValueType.Content : ValueType.String,
          isContent ? contentOf(value) : addressOf(value),
        );
      } else this.set(number, name, type, value);
    }
  }

  private unset(number: number, name: string): void {
    const className = this.result.classOf[number]?.name ?? '';
    if (name.startsWith(ATTRIBUTE_MARK)) {
      this.changeAttribute(number, name.slice(ATTRIBUTE_MARK.length), undefined);
      return;
    }
    const column = this.columnFor(number, name);
    if (!column) return;
    const slot = this.result.slots[number] ?? 0;
    const usual = defaultOf(className, column.name, column.type);
    column.values[slot] = column.type === ValueType.Referent ? int32(-1) : (usual ?? '');
  }

  private columnFor(number: number, nameForScript: string): Column | undefined {
    const owner = this.result.classOf[number];
    const slot = this.result.slots[number] ?? 0;
    if (!owner) return undefined;
    const columns = [...owner.columns.values()].filter(
      (column) => !column.raw && nameForScripts(owner.name, column.name) === nameForScript,
    );
    return columns.find(({ values }) => values[slot] !== undefined) ?? columns[0];
  }

  private set(number: number, name: string, type: number, value: ValueBytes): void {
    const owner = this.result.classOf[number];
    if (!owner) return;
    const slot = this.result.slots[number] ?? 0;
    const column = this.columnFor(number, name);
    if (column && column.type !== type) this.retype(owner, column, name, type);
    const target = columnOf(owner, column?.type === type ? column.name : nameInFiles(owner.name, name), type);
    target.values[slot] = value;
  }

  /** The file has the property in an older type: all instances of the class get the newer one. */
  private retype(owner: PlaceClass, column: Column, name: string, type: number): void {
    const fileName = nameInFiles(owner.name, name);
    for (const [key, each] of owner.columns) if (each === column) owner.columns.delete(key);
    const target = columnOf(owner, fileName, type);
    const pick = dumpReader(this.change.before);
    const usual = defaultOf(owner.name, fileName, type);
    for (const [origin, kept] of this.kept) {
      if (this.result.classOf[kept] !== owner) continue;
      const earlier = this.earlier.get(origin);
      const dumped = earlier === undefined ? undefined : pick(earlier).get(name)?.value;
      target.values[this.result.slots[kept] ?? 0] ??= dumped ?? usual;
    }
  }

  private changeAttribute(number: number, name: string, attribute: Attribute | undefined): void {
    const owner = this.result.classOf[number];
    if (!owner) return;
    const column = columnOf(owner, 'AttributesSerialize', ValueType.String);
    const slot = this.result.slots[number] ?? 0;
    const attributes = readAttributes(column.values[slot] ?? '');
    if (attribute) attributes.values.set(name, attribute);
    else attributes.values.delete(name);
    column.values[slot] = attributes.values.size === 0 && !attributes.rest ? '' : writeAttributes(attributes);
  }
}

/**
 * What the emulator puts into every place (services, a camera): where the file does not have it and nobody did
 * anything to it, it is not written.
 */
class UntouchedParts {
  private readonly twins = new Map<number, number>();

  constructor(private readonly change: Change) {
    const { before, after } = change;
    if (before.place.size === 0) return;
    const earlier = before.place.childLists();
    const later = after.place.childLists();
    const pickOld = dumpReader(before);
    const pickNew = dumpReader(after);
    const byOrigin = new Map(before.origins.map((origin, index) => [origin, index]));
    const isUntouched = (now: number, old: number): boolean => {
      const values = pickNew(now);
      const before = pickOld(old);
      const children = later.get(now) ?? [];
      const oldChildren = earlier.get(old) ?? [];
      return (
        values.size === before.size &&
        [...values].every(([name, value]) => isSame(change, before.get(name), value)) &&
        children.length === oldChildren.length &&
        children.every((child, index) => isUntouched(child, oldChildren[index] ?? -1))
      );
    };
    const match = (now: number, old: number) => {
      const candidates = (earlier.get(old) ?? []).filter((index) => before.origins[index] === -1);
      for (const child of later.get(now) ?? []) {
        const origin = after.origins[child] ?? -1;
        const same = origin >= 0 ? byOrigin.get(origin) : this.take(candidates, child);
        if (same === undefined) continue;
        // What the engine itself has put into Workspace, such as its camera, is no part of a model.
        const isEngines = change.isModel === true && isWorkspace(after.place, now);
        const isWhole = change.isModel === true && isWorkspace(after.place, child);
        if (origin < 0 && (isEngines || (!isWhole && isUntouched(child, same)))) this.twins.set(child, same);
        else match(child, same);
      }
    };
    match(-1, -1);
  }

  has(index: number): boolean {
    return this.twins.has(index);
  }

  private take(candidates: number[], child: number): number | undefined {
    const { before, after } = this.change;
    const className = after.place.classOf[child]?.name;
    const at = candidates.findIndex((index) => before.place.classOf[index]?.name === className);
    return at < 0 ? undefined : candidates.splice(at, 1)[0];
  }
}

/** References are numbers of the dump that they are in. */
function isSame(
  { before, after }: Change,
  old: DumpedValue | undefined,
  { type, value }: DumpedValue,
): boolean {
  if (old?.type !== type) return false;
  if (type !== ValueType.Referent) return old.value === value;
  const oldOrigin = before.origins[readUint32(old.value) - 1] ?? -1;
  const origin = after.origins[readUint32(value) - 1] ?? -1;
  return origin === -1 ? oldOrigin === -1 && old.value === value : oldOrigin === origin;
}

const isWorkspace = (place: Place, instance: number) =>
  instance >= 0 && place.classOf[instance]?.name === 'Workspace' && place.parents[instance] === -1;

/** What a dump says of an instance, by the name of the property. */
function dumpReader({ place }: Unpacked): (instance: number) => Dumped {
  return (instance) => {
    const owner = place.classOf[instance];
    const slot = place.slots[instance] ?? 0;
    const found: Dumped = new Map();
    if (!owner) return found;
    for (const { name, type, values } of owner.columns.values()) {
      const value = values[slot];
      if (value !== undefined) found.set(name, { type, value });
    }
    return found;
  };
}
