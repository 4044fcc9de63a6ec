// Open Cloud for the rest of the project.

export { type CloudScript, type CloudScriptOutcome, runCloudScriptAsync } from './cloud-script.js';
export { findApiKeyAsync, type KeySources, removeApiKeyAsync, saveApiKeyAsync } from './credentials.js';
export {
  DEFAULT_BASE_URL,
  OpenCloudClient,
  type OpenCloudOptions,
  type TaskRequest,
  type UploadRequest,
} from './open-cloud-client.js';
export {
  type CloudLogMessage,
  type CloudTask,
  hasEnded,
  type PlaceId,
  type SortedMapItem,
  versionOf,
} from './task.js';
export { startTaskDeadline, type TaskDeadline } from './task-deadline.js';
export { MAX_TASKS } from './task-ledger.js';
export { waitAsync } from './wait.js';
