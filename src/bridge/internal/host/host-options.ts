// What a host is made of and what it may use up. Every limit can be set; these are the defaults.
import {
  type HostLimits,
  MAX_FRAME_BYTES,
  PING_INTERVAL_MS,
  REGISTER_TIMEOUT_MS,
} from '../../../protocol/limits.js';
import type { Clock } from '../../../support/clock.js';
import type { Logger } from '../../../support/logger.js';
import type { ActionSource } from '../../action-source.js';
import type { PairingSecret } from '../../pairing-secret.js';

export const DEFAULT_HOST_LIMITS: HostLimits = {
  maxFrameBytes: MAX_FRAME_BYTES,
  handshakeTimeoutMs: REGISTER_TIMEOUT_MS,
  maxConnections: 1_024,
  maxRequestsPerSession: 1_024,
  maxQueuedBytes: 32 * 1024 * 1024,
  pingIntervalMs: PING_INTERVAL_MS,
};

export interface HostOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly serverVersion: string;
  readonly actions: ActionSource;
  /** The token that clients have to know, made on first need. */
  readonly ensureTokenAsync: () => Promise<string>;
  /** The secret that this user's installed plugins have, if there is one. */
  readonly findPairingSecretAsync: () => Promise<PairingSecret | undefined>;
  /** Takes no plugin that did not prove itself. */
  readonly requirePairing: boolean;
  /** Lets only actions pass that change nothing. */
  readonly readOnly?: boolean | undefined;
  /** `Host` names besides loopback, and `Origin`s, that the user allowed by name. */
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly limits: HostLimits;
  /** Whether a client may ask it to end; a host that is somebody's command or program ends by itself. */
  readonly isStoppable?: boolean | undefined;
  /** Whether there was a host just before, whose plugins are looking for the next one already. */
  readonly isSuccessor: boolean;
}
