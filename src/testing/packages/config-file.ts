// Files that say how a package is built and tested. One that cannot be understood is an error that names it: a package that
// were left out silently would look like one that passed.
import { readFileSync } from 'node:fs';
import { BridgeError } from '../../protocol/bridge-error.js';
import { errorCode } from '../../support/file-errors.js';
import { isObject } from '../../support/json-object.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Undefined where there is none. */
export function tryReadJson(path: string): JsonObject | undefined {
  return tryReadFile(path, (text) => JSON.parse(text.replace(/^\ufeff/, '')));
}

/** @throws BridgeError FILE_NOT_READABLE for a file that holds no object. */
export function tryReadFile(path: string, parse: (text: string) => unknown): JsonObject | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(cause))) return undefined;
    throw new BridgeError('FILE_NOT_READABLE', `The file ${path} could not be read.`, { cause });
  }
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new BridgeError('FILE_NOT_READABLE', `The file ${path} cannot be understood: ${why}.`, { cause });
  }
  if (isObject(value)) return value;
  throw new BridgeError('FILE_NOT_READABLE', `The file ${path} has to hold one object.`);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Ids of universes and places. */
export function idOf(value: unknown): number | undefined {
  const id = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
