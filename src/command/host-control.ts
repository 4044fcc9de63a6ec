// What commands may do with the host itself: start one that stays, ask after it, end it.

/** What a host may use up; what is not named stays at its default. */
export interface HostLimits {
  readonly maxFrameBytes?: number;
  readonly handshakeTimeoutMs?: number;
  readonly maxConnections?: number;
  readonly maxRequestsPerSession?: number;
  readonly maxQueuedBytes?: number;
  readonly pingIntervalMs?: number;
}

/** Whom a host accepts, beyond the user's own processes and plugins, and how much of it. */
export interface HostPolicy {
  /** No plugin that did not prove that it is paired. */
  readonly requirePairing: boolean;
  /** `Host` names besides loopback. */
  readonly allowedHosts: readonly string[];
  /** Web pages that may connect. */
  readonly allowedOrigins: readonly string[];
  readonly limits: HostLimits;
}

export interface HostStatus {
  readonly hostId: string;
  readonly port: number;
  readonly version: string;
  readonly uptimeMs: number;
  readonly sessions: number;
  /** A host of an older version does not tell these two. */
  readonly pid?: number;
  readonly clients?: number;
}

export interface StoppedHost {
  readonly host: HostStatus;
  /** Who is the host now, if another process took its place. */
  readonly successor?: HostStatus;
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
