// Why the system did not let a file be read or written, in the same words everywhere.
import { messageOf } from './thrown-text.js';

/** True of the path, whatever was to be done with it. */
const OF_THE_PATH = {
  ENOTDIR: 'a file is where a folder has to be',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is longer than this system allows',
  EBUSY: 'another program holds it locked',
};

const OF_READING: Partial<Record<string, string>> = {
  ...OF_THE_PATH,
  ENOENT: 'it does not exist',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
};

const OF_WRITING: Partial<Record<string, string>> = {
  ...OF_THE_PATH,
  ENOENT: 'its folder does not exist',
  EEXIST: 'a file, or a link to what is not there, is in the way',
  EACCES: 'writing there is not permitted',
  EPERM: 'writing there is not permitted',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the file would be too large',
};

export function whyNotRead(error: unknown): string {
  return OF_READING[errorCode(error)] ?? ownWords(error);
}

export function whyNotWritten(error: unknown): string {
  return OF_WRITING[errorCode(error)] ?? ownWords(error);
}

/** As the system names it (`ENOENT`); empty for an error that is not the system's. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Without its full stop: a sentence goes on around it. */
function ownWords(error: unknown): string {
  return messageOf(error).replace(/\.$/, '');
}
