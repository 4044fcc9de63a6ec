// The published protocol: what may be on the wire, for whoever writes another peer.
export { BridgeError, type Delivery } from './bridge-error.js';
export { defineAction } from './define-action.js';
export { decodeEnvelope, type Envelope, encodeEnvelope } from './envelope.js';
export { ERROR_CATALOG, type ErrorCode } from './error-catalog.js';
export type { LogEntry, OutputLevel } from './log-entry.js';
export type { SessionContext, SessionInfo, SessionOrigin, StudioState } from './session-info.js';
export type { SerializedValue, TaggedValue } from './values.js';
