// Place files and Rojo projects for those who need no Studio.
export { mergeParts, type OpenedPart, openPart, type PartModule } from './batch-place.js';
export { settableProperties } from './class-data.js';
export { handPlace } from './hand-place.js';
export { writeMarkedPlace } from './marked-place.js';
export { openPlaceFile } from './place-file.js';
export { checkTarget, saveModel, savePlace, toBinaryModel } from './place-output.js';
export { parseCommentedJson } from './project/commented-json.js';
export { openProject } from './project/project.js';
