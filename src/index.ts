// The library, by name.
export {
  BridgeConnection,
  type BridgeConnectionOptions,
  type ConnectionEvents,
  type SessionQuery,
} from './api/bridge-connection.js';
export {
  BridgeSession,
  type CallOptions,
  type DataModelQuery,
  type ExecOptions,
  type ExecResult,
  type LogQuery,
  type LogResult,
  type LogStreamOptions,
  type Screenshot,
  type ScreenshotQuery,
  type SessionEvents,
  type StateChange,
  type StateResult,
  type StateStreamOptions,
} from './api/bridge-session.js';
export {
  type InstalledPluginFile,
  type PluginFileStatus,
  type PluginFolderOptions,
  type PluginInstallOptions,
  PluginManager,
  type PluginTemplate,
} from './api/plugin-manager.js';
export {
  type ExecuteOptions,
  StudioBridge,
  type StudioBridgeOptions,
  type StudioPhase,
} from './api/studio-bridge.js';
export type { DataModelInstance } from './command/instances/tree.js';
export { BridgeError, type Delivery } from './protocol/bridge-error.js';
export type { ErrorCode } from './protocol/error-catalog.js';
export type { SubscribableEvent } from './protocol/events.js';
export type { ScriptFailure } from './protocol/execution.js';
export type { InstanceInfo } from './protocol/instance-info.js';
export type { HostLimits } from './protocol/limits.js';
export type { LogEntry, OutputLevel } from './protocol/log-entry.js';
export type { SessionContext, SessionInfo, StudioState } from './protocol/session-info.js';
export type { SerializedValue } from './protocol/values.js';
export type { Unsubscribe } from './support/emitter.js';
