// A place or model in memory: instances by number, and their properties in columns by class, as Roblox's binary format
// has them. So a large place costs little, and what nobody here understands stays as it is.
import type { ValueBytes, ValueTypeNumber } from './value-type.js';

export interface Column {
  /** As it is called in files. */
  readonly name: string;
  readonly type: ValueTypeNumber;
  /** One a member of the class; undefined where an instance does not have it. */
  readonly values: (ValueBytes | undefined)[];
  /** Of a type that is not known here: the bytes of all values, for just these members. */
  readonly raw?: Uint8Array;
  /** What an XML file calls the type, where that says more than `type`. */
  readonly element?: string;
}

export interface PlaceClass {
  readonly name: string;
  readonly isService: boolean;
  /** Numbers of the instances, in order. */
  readonly members: number[];
  readonly columns: Map<string, Column>;
}

/** A part of a file that is kept because nobody here knows what it is. */
export interface ForeignChunk {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export class Place {
  readonly classes: PlaceClass[] = [];
  /** By instance: the number of its parent, -1 for none. */
  readonly parents: number[] = [];
  /** By instance: its class, and where in the class it is. */
  readonly classOf: PlaceClass[] = [];
  readonly slots: number[] = [];
  /** Every instance, so that children come in their order. */
  readonly order: number[] = [];
  readonly metadata = new Map<string, string>();
  readonly foreign: ForeignChunk[] = [];
  private readonly byName = new Map<string, PlaceClass>();

  get size(): number {
    return this.parents.length;
  }

  addClass(name: string, isService: boolean): PlaceClass {
    const added: PlaceClass = { name, isService, members: [], columns: new Map() };
    this.classes.push(added);
    if (!this.byName.has(name)) this.byName.set(name, added);
    return added;
  }

  /** The instance's number. */
  add(className: string, parent: number, isService = false): number {
    const owner = this.byName.get(className) ?? this.addClass(className, isService);
    const number = this.addTo(owner);
    this.parents[number] = parent;
    this.order.push(number);
    return number;
  }

  /** For readers that learn of parents later. */
  addTo(owner: PlaceClass): number {
    const number = this.parents.push(-1) - 1;
    this.classOf.push(owner);
    this.slots.push(owner.members.push(number) - 1);
    return number;
  }

  set(instance: number, name: string, type: ValueTypeNumber, value: ValueBytes, element?: string): void {
    const owner = this.classOf[instance];
    if (!owner) throw new RangeError(`there is no instance ${instance}`);
    columnOf(owner, name, type, element).values[this.slots[instance] ?? 0] = value;
  }

  get(instance: number, name: string): ValueBytes | undefined {
    return this.classOf[instance]?.columns.get(name)?.values[this.slots[instance] ?? 0];
  }

  /** Children in order, by the number of their parent; -1 has the roots. */
  childLists(): Map<number, number[]> {
    const lists = new Map<number, number[]>();
    for (const number of this.order) {
      const parent = this.parents[number] ?? -1;
      const list = lists.get(parent);
      if (list) list.push(number);
      else lists.set(parent, [number]);
    }
    return lists;
  }
}

/** The column of a name; one name with two types has two. */
export function columnOf(owner: PlaceClass, name: string, type: ValueTypeNumber, element?: string): Column {
  const known = owner.columns.get(name);
  const isIt = (column: Column) => column.type === type && column.element === element && !column.raw;
  if (known && isIt(known)) return known;
  const key = known ? `${name}\0${type}\0${element ?? ''}` : name;
  const other = owner.columns.get(key);
  if (other) return other;
  const column: Column = { name, type, values: [], ...(element === undefined ? {} : { element }) };
  owner.columns.set(key, column);
  return column;
}

/** Every instance after its parent, children in their order. */
export function parentsFirst(place: Place): number[] {
  const children = place.childLists();
  const numbers: number[] = [];
  const waiting = [...(children.get(-1) ?? [])].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    numbers.push(next);
    const own = children.get(next);
    if (own) for (let index = own.length - 1; index >= 0; index--) waiting.push(own[index] ?? 0);
  }
  return numbers;
}
