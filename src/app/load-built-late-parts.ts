// The way to what few commands need once it is built: its own file, with its compiled code from the last run.
import { join } from 'node:path';
import { requireKept } from '../support/kept-code.js';
import type * as LateParts from './late-parts.js';

export async function loadLatePartsAsync(): Promise<typeof LateParts> {
  return requireKept(join(__dirname, 'late-parts.cjs'), require) as typeof LateParts;
}
