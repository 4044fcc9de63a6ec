// UniqueIds: 16 bytes in binary files, 32 hexadecimal digits in XML. Both have three numbers, in another order, and
// the random one is turned by a bit in binary files.
import { toBytes, type ValueBytes } from '../value-type.js';

const DIGITS = /^[0-9a-fA-F]{32}$/;

export function uniqueIdFromHex(text: string): ValueBytes {
  if (!DIGITS.test(text)) return '\0'.repeat(16);
  const hex = Buffer.from(text, 'hex');
  const random = hex.readBigUInt64BE(0);
  const bytes = Buffer.alloc(16);
  hex.copy(bytes, 0, 12, 16);
  hex.copy(bytes, 4, 8, 12);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, (random << 1n) | (random >> 63n)), 8);
  return bytes.toString('latin1');
}

export function uniqueIdToHex(value: ValueBytes): string {
  const bytes = toBytes(value);
  const turned = bytes.readBigUInt64BE(8);
  const hex = Buffer.alloc(16);
  hex.writeBigUInt64BE(BigInt.asUintN(64, (turned >> 1n) | (turned << 63n)), 0);
  bytes.copy(hex, 8, 4, 8);
  bytes.copy(hex, 12, 0, 4);
  return hex.toString('hex');
}
