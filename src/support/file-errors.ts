// Why something could not be written, in words.

const REASONS: Partial<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a file is where a folder has to be',
  EISDIR: 'it is a folder',
  EEXIST: 'a file, or a link to what is not there, is in the way',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is longer than this system allows',
  EACCES: 'writing there is not permitted',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the file would be too large',
};

export function whyNotWritten(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
