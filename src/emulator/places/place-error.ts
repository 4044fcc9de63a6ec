// What is wrong with a place file or a project, said so that its owner can do something about it.
import { BridgeError } from '../../protocol/bridge-error.js';
import { whyNotRead, whyNotWritten } from '../../support/file-errors.js';

/** Something in a file is not as it must be; whoever knows the file's name adds it. */
export class BadContent extends Error {}

export function unreadable(path: string, error: unknown, hint?: string): BridgeError {
  if (error instanceof BridgeError) return error;
  return new BridgeError('PLACE_NOT_READABLE', `Cannot open ${path}: ${whyNotRead(error)}.`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

export function unwritable(path: string, error: unknown): BridgeError {
  if (error instanceof BridgeError) return error;
  return new BridgeError('FILE_NOT_WRITABLE', `Cannot save ${path}: ${whyNotWritten(error)}.`, {
    cause: error,
  });
}
