// The door to everything that only a host needs; a process that stays a client never loads it.
export { BridgeHost } from './bridge-host.js';
export { DEFAULT_HOST_LIMITS } from './host-options.js';
