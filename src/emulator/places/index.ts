// Rojo projects for those who need no Studio: which files they are made of, and what each script came from.

export { mergeParts, type OpenedPart, openPart } from './batch-place.js';
export { openProject } from './project/project.js';
