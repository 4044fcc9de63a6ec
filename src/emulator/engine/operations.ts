// The operations that the Luau side of the engine asks of this side, by name: each group is a file, and Luau looks
// the numbers up by the same names, so that there is no second list to keep.
import type { HostReply } from '../luau/luau-vm.js';

/** `bytes` is a view into the VM that is valid only during the call. A thrown error becomes a Luau error. */
export type Operation = (value: number, bytes: Buffer) => HostReply | undefined;
export type Operations = Readonly<Record<string, Operation>>;

/** Where Luau asks for the number of an operation or of an event. */
const FIND = 0;

export class OperationTable {
  private readonly byNumber: (Operation | undefined)[] = [];
  private readonly numbers = new Map<string, number>();

  constructor() {
    this.add({ find: (_value, bytes) => ({ number: this.find(bytes.toString()) }) });
  }

  add(operations: Operations): void {
    for (const [name, operation] of Object.entries(operations)) {
      this.numbers.set(name, this.byNumber.push(operation) - 1);
    }
  }

  /** Events have numbers too; they are not called but polled for. */
  eventNumber(name: string): number {
    const key = `event:${name}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.byNumber.push(undefined) - 1;
    this.numbers.set(key, number);
    return number;
  }

  /** Every name in the order of the numbers: what a VM that is started from an image goes by. */
  get names(): readonly string[] {
    return [...this.numbers.keys()];
  }

  /** Gives the events the numbers that they had; false if the operations are others. */
  adopt(names: readonly string[]): boolean {
    for (const name of names) {
      if (name.startsWith('event:')) this.eventNumber(name.slice('event:'.length));
    }
    return String(names) === String(this.names);
  }

  readonly call = (number: number, value: number, bytes: Buffer): HostReply | undefined => {
    const operation = this.byNumber[number];
    if (!operation) throw new Error(`the engine has no operation ${number}`);
    return operation(value, bytes);
  };

  private find(name: string): number {
    if (name.startsWith('event:')) return this.eventNumber(name.slice('event:'.length));
    const number = this.numbers.get(name);
    if (number === undefined || number === FIND) throw new Error(`the engine has no operation "${name}"`);
    return number;
  }
}
