// The way from the entry to the program. The build puts load-built-program.ts in its place.

export const loadProgramAsync = (_variant: 'plain' | 'studio') => import('./program.js');
