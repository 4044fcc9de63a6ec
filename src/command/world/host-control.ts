// What commands may do with the host itself: start one that stays, ask after it, end it.
import type { HostStatus, StoppedHost } from '../../protocol/host-status.js';
import type { HostLimits } from '../../protocol/limits.js';

/** Whom a host accepts, beyond the user's own processes and plugins, and how much of it. */
export interface HostPolicy {
  /** No plugin that did not prove that it is paired. */
  readonly requirePairing: boolean;
  /** Only what changes nothing may be asked. */
  readonly readOnly: boolean;
  /** `Host` names besides loopback. */
  readonly allowedHosts: readonly string[];
  /** Web pages that may connect. */
  readonly allowedOrigins: readonly string[];
  readonly limits: Readonly<Partial<HostLimits>>;
}

export interface DetachedHost {
  readonly pid: number;
  readonly port: number;
  /** The file that its output goes to. */
  readonly log: string;
}

export interface HostControl {
  /** The port that is meant where none is named. */
  readonly port: number;
  /** The file with this user's token; undefined where the user gave a token. */
  readonly tokenFile: string | undefined;
  /** `undefined` where no host runs. */
  findStatusAsync(): Promise<HostStatus | undefined>;
  /** Resolves once it has left; `undefined` where no host runs. */
  stopAsync(): Promise<StoppedHost | undefined>;
  /** Starts `serve` with these flags besides the port, and resolves once it listens. */
  startDetachedAsync(flags: readonly string[]): Promise<DetachedHost>;
}
