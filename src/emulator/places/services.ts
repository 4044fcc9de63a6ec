// Which classes are services of a place.
import { PLACE_SERVICES } from '../../support/place-services.js';
import { classInfo } from './class-data.js';

/** Services that Studio saves. Others come with the engine; those that a file has are kept in any case. */
export const SAVED_SERVICES: ReadonlySet<string> = new Set([
  ...PLACE_SERVICES,
  'HttpService',
  'VoiceChatService',
  'ProximityPromptService',
]);

/** The usual ones are known without the data of all classes, whose reading takes longer than that of a small project. */
export const isService = (className: string): boolean =>
  SAVED_SERVICES.has(className) || classInfo(className)?.isService === true;
