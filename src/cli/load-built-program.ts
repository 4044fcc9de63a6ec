// The way from the entry to the program once both are built: its own file, with its compiled code from the last run.
import { join } from 'node:path';
import { type CodeVariant, requireKept } from '../support/kept-code.js';

export async function loadProgramAsync(variant: CodeVariant): Promise<typeof import('./program.js')> {
  return requireKept(join(__dirname, 'cli-program.cjs'), require, variant) as typeof import('./program.js');
}
