// What a host tells of itself to whoever asks, and what became of one that was asked to end.

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
  /** Who is the host now, if a client of the one that ended took its place. */
  readonly successor?: HostStatus;
}
