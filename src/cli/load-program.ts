// The way from the entry to the program. The build puts load-built-program.ts in its place.
import type { CodeVariant } from '../support/kept-code.js';

export const loadProgramAsync = (_variant: CodeVariant) => import('./program.js');
