// The way from the worker to what it runs once both are built: its own file, with its compiled code from the last run.
import { join } from 'node:path';
import { requireKept } from '../../support/kept-code.js';

export function loadStudioThread(): void {
  requireKept(join(__dirname, 'studio-thread.cjs'), require);
}
