// A file that need not be there.
import { readFileSync } from 'node:fs';

/** Undefined where it cannot be read, for whatever reason. */
export function tryReadText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
