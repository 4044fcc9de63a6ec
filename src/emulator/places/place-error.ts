// What is wrong with a place file or a project, said so that its owner can do something about it.
import { BridgeError } from '../../protocol/bridge-error.js';
import { whyNotWritten } from '../../support/write-errors.js';

const REASONS: Partial<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
  EBUSY: 'another program holds it locked',
  ELOOP: 'it is a link that leads in a circle',
};

/** Something in a file is not as it must be; whoever knows the file's name adds it. */
export class BadContent extends Error {}

export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}

export function unreadable(path: string, error: unknown, hint?: string): BridgeError {
  if (error instanceof BridgeError) return error;
  return new BridgeError('PLACE_NOT_READABLE', `Cannot open ${path}: ${reasonOf(error)}.`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

export function unwritable(path: string, error: unknown): BridgeError {
  if (error instanceof BridgeError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = ['ENOENT', 'ENOTDIR'].includes(code)
    ? 'its folder does not exist'
    : code in REASONS
      ? reasonOf(error).replace('reading', 'writing')
      : whyNotWritten(error);
  return new BridgeError('FILE_NOT_WRITABLE', `Cannot save ${path}: ${reason}.`, { cause: error });
}
