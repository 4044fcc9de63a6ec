// Where a path leads through all links; what is not there is where its name says.
import { realpathSync } from 'node:fs';

export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
