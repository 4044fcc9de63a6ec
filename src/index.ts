// The library, by name.
export {
  BridgeConnection,
  type BridgeConnectionOptions,
  type SessionQuery,
} from './api/bridge-connection.js';
export { BridgeSession, type ExecOptions, type ExecResult, type StateResult } from './api/bridge-session.js';
export { BridgeError } from './protocol/bridge-error.js';
export type { LogEntry } from './protocol/log-entry.js';
export type { SessionContext, SessionInfo, StudioState } from './protocol/session-info.js';
export type { SerializedValue } from './protocol/values.js';
