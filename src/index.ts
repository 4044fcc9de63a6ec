// The library, by name.
export {
  BridgeConnection,
  type BridgeConnectionOptions,
  type SessionQuery,
} from './api/bridge-connection.js';
export {
  BridgeSession,
  type DataModelQuery,
  type ExecOptions,
  type ExecResult,
  type LogQuery,
  type LogResult,
  type StateResult,
} from './api/bridge-session.js';
export type { DataModelInstance } from './command/instances/tree.js';
export { BridgeError } from './protocol/bridge-error.js';
export type { InstanceInfo } from './protocol/instance-info.js';
export type { HostLimits } from './protocol/limits.js';
export type { LogEntry } from './protocol/log-entry.js';
export type { SessionContext, SessionInfo, StudioState } from './protocol/session-info.js';
export type { SerializedValue } from './protocol/values.js';
