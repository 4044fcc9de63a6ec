// What a connection can be told, and what it makes of it.
import { BridgeError } from '../protocol/bridge-error.js';
import { DEFAULT_PORT, type HostLimits } from '../protocol/limits.js';
import type { Clock } from '../support/clock.js';
import type { Logger } from '../support/logger.js';
import type { ActionSource } from './action-source.js';
import type { Environment } from './internal/environment-detection.js';
import type { TokenSource } from './internal/token-file.js';

export interface BridgeConnectionOptions {
  /** 38741 unless given; 0 makes a private host on a free port. */
  readonly port?: number | undefined;
  /** A host without a port: only Studios in this process come to it, by `admit`. */
  readonly isInner?: boolean | undefined;
  /** To find or become the host; 30 s unless given. */
  readonly timeoutMs?: number | undefined;
  /** Keeps the process alive for as long as it is the host. */
  readonly keepAlive?: boolean | undefined;
  /** `host` or `host:port`: join that host and never become one. */
  readonly remoteHost?: string | undefined;
  /** Never look for a host outside this container. */
  readonly local?: boolean | undefined;
  /** `host`: fail with PORT_IN_USE instead of joining whoever holds the port. */
  readonly role?: 'auto' | 'host' | undefined;
  /** Instead of the token file of the state folder. */
  readonly token?: TokenSource | undefined;
  /** What this process pushes to plugins if it is the host; a function is called once it is. */
  readonly actions?: ActionSource | (() => Promise<ActionSource>) | undefined;
  /** When this many sessions are there, nobody waits for another; for a private host. */
  readonly expectedSessions?: number | undefined;
  /** As a host, ends when a client asks it to: `stop-requested` says so. */
  readonly isStoppable?: boolean | undefined;
  /** As a host, takes no plugin that did not prove that it is paired. */
  readonly requirePairing?: boolean | undefined;
  /** `Host` names besides loopback, and `Origin`s, that a host accepts. */
  readonly allowedHosts?: readonly string[] | undefined;
  readonly allowedOrigins?: readonly string[] | undefined;
  /** This connection asks only for what changes nothing, whatever its host allows. */
  readonly looksOnly?: boolean | undefined;
  /** As a host, lets only actions pass that change nothing. */
  readonly readOnly?: boolean | undefined;
  readonly limits?: Partial<HostLimits> | undefined;
  readonly clock?: Clock | undefined;
  readonly logger?: Logger | undefined;
  /** Instead of the variables and files of this process, for the question whether it is in a container. */
  readonly environment?: Environment | undefined;
  readonly clientVersion: string;
  /** Where the token file is. */
  readonly stateFolder: string;
}

export interface RemoteAddress {
  readonly name: string;
  readonly port: number;
}

export const DEFAULT_TIMEOUT_MS = 30_000;
const MAX_PORT = 65_535;

/** 0 is a port here: the system picks a free one. */
export function checkPort(port: number | undefined): number {
  const value = port ?? DEFAULT_PORT;
  if (Number.isInteger(value) && value >= 0 && value <= MAX_PORT) return value;
  throw new BridgeError('USAGE', `${value} is not a port.`, {
    hint: `Give a whole number from 1 to ${MAX_PORT}.`,
  });
}

/** `name`, `name:port` or `[ipv6]:port`. */
export function parseRemoteHost(text: string, defaultPort: number): RemoteAddress {
  const match = /^(\[[0-9a-f:.]+\]|[^\s:/@[\]]+)(?::(\d{1,5}))?$/i.exec(text.trim());
  const port = match?.[2] === undefined ? defaultPort : Number(match[2]);
  if (match?.[1] !== undefined && port >= 1 && port <= MAX_PORT) return { name: match[1], port };
  throw new BridgeError('USAGE', `${JSON.stringify(text)} is not the address of a host.`, {
    hint: 'Give it as host:port, for example localhost:38741.',
  });
}
