// The door to everything that only a host needs; a process that stays a client never loads it.
export { BridgeHost } from './bridge-host.js';
export { DEFAULT_HOST_LIMITS, type HostLimits, type HostOptions } from './host-options.js';
