// The way to what few commands need. The build puts load-built-late-parts.ts in its place.
import type * as LateParts from './late-parts.js';

export async function loadLatePartsAsync(): Promise<typeof LateParts> {
  return await import('./late-parts.js');
}
