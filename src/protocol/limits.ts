// Numbers that both ends of the wire rely on.

/** The highest protocol revision this build speaks. */
export const PROTOCOL_VERSION = 2;
/** The port a host binds and a plugin looks at first. */
export const DEFAULT_PORT = 38741;
/** Ports the plugin also looks at while it searches for a host. */
export const FALLBACK_PORTS: readonly number[] = [38742, 38743, 38744];
export const PLUGIN_PATH = '/plugin';
export const CLIENT_PATH = '/client';
export const HEALTH_PATH = '/health';
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;
export const HEARTBEAT_INTERVAL_MS = 15_000;
export const STALE_AFTER_MS = 45_000;
export const GONE_AFTER_MS = 60_000;
export const PING_INTERVAL_MS = 30_000;
export const REGISTER_TIMEOUT_MS = 10_000;

/** What a host may use up; each can be set where it is started. */
export interface HostLimits {
  readonly maxFrameBytes: number;
  /** For a plugin to register and for a client to prove itself. */
  readonly handshakeTimeoutMs: number;
  readonly maxConnections: number;
  readonly maxRequestsPerSession: number;
  /** Queued for a reader that does not keep up; beyond it the reader is dropped. */
  readonly maxQueuedBytes: number;
  readonly pingIntervalMs: number;
}
