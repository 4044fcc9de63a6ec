// `--output`: a result that goes to a file.
import { writeFileSync } from 'node:fs';
import { BridgeError } from '../protocol/bridge-error.js';

const REASONS: Partial<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'the folder does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'writing there is not permitted',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

export function writeResultFile(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
    throw new BridgeError('FILE_NOT_WRITABLE', `Cannot write ${path}: ${reason}.`, { cause: error });
  }
}
