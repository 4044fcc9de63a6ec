// Random bytes that nobody can guess. A thread can be given its first ones: it then need not load what makes them.
import { randomBytes as makeRandomBytes } from 'node:crypto';

/** For some tens of identifiers. */
const STOCK_BYTES = 1024;

let stock: Uint8Array = new Uint8Array(0);

export function makeRandomStock(): Uint8Array {
  return makeRandomBytes(STOCK_BYTES);
}

/** @param bytes Nobody else may use them. */
export function useRandomStock(bytes: Uint8Array): void {
  stock = bytes;
}

export function randomBytes(count: number): Uint8Array {
  if (count > stock.length) return makeRandomBytes(count);
  const taken = stock.subarray(0, count);
  stock = stock.subarray(count);
  return taken;
}
