// The published connection: what `import { BridgeConnection } from '@quenty/studio-bridge'` gives.
import { pushedActions } from '../app/pushed-actions.js';
import { BridgeConnection as Connection, type ConnectionEvents } from '../bridge/bridge-connection.js';
import { findStateFolder } from '../bridge/state-folder.js';
import type { InstanceInfo } from '../protocol/instance-info.js';
import type { HostLimits } from '../protocol/limits.js';
import type { SessionContext, SessionInfo } from '../protocol/session-info.js';
import type { Unsubscribe } from '../support/emitter.js';
import { unlessAbortedAsync } from '../support/unless-aborted.js';
import { PACKAGE_VERSION } from '../support/version.js';
import { BridgeSession } from './bridge-session.js';
import { cancelled } from './cancelled.js';
import { withDefaults } from './connection-defaults.js';

export type { ConnectionEvents } from '../bridge/bridge-connection.js';

export interface BridgeConnectionOptions {
  /** The port to bind or to join. Default 38741; 0 makes a private host on a free port. */
  port?: number;
  /** To find or become the host, in milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** Keeps the host up when nothing is connected. Default false. */
  keepAlive?: boolean;
  /** `host:port` of a host to join; this process then never becomes one. */
  remoteHost?: string;
  /** Never look for a host outside this container. Default false. */
  local?: boolean;
  /** Instead of the token file in the state folder. */
  token?: string;
  /** What this process may use up while it is the host. */
  limits?: Partial<HostLimits>;
  /** Gives up the attempt. */
  signal?: AbortSignal;
}

export interface SessionQuery {
  /** A prefix of a session's or an instance's id, or the name of a place. */
  target?: string;
  /** Default `edit`. */
  context?: SessionContext;
  /** How long to wait for a session that is not there yet, in milliseconds. */
  waitMs?: number;
  signal?: AbortSignal;
}

/** The way to every Studio that is connected, through whichever process is the host. */
export class BridgeConnection implements AsyncDisposable {
  /**
   * Joins the host, or becomes it. What is not given comes from `STUDIO_BRIDGE_PORT`, `STUDIO_BRIDGE_REMOTE`,
   * `STUDIO_BRIDGE_LOCAL` and `STUDIO_BRIDGE_TOKEN`.
   *
   * @throws BridgeError PORT_IN_USE, UNAUTHORIZED, HOST_UNREACHABLE, USAGE, CANCELLED
   */
  static async connectAsync(options: BridgeConnectionOptions = {}): Promise<BridgeConnection> {
    const { signal, ...rest } = withDefaults(options);
    const connecting = Connection.connectAsync({
      ...rest,
      actions: pushedActions,
      clientVersion: PACKAGE_VERSION,
      stateFolder: findStateFolder(),
    });
    const connection = await unlessAbortedAsync(
      connecting,
      signal,
      cancelled('The attempt to connect'),
      (late) => late.disconnectAsync(),
    );
    return new BridgeConnection(connection);
  }

  private constructor(private readonly connection: Connection) {}

  /** `host` while this process holds the port; it may become it later. */
  get role(): 'host' | 'client' {
    return this.connection.role;
  }

  /** Of the host. */
  get port(): number {
    return this.connection.port;
  }

  /** What is connected, as the host last told it. */
  async listSessionsAsync(): Promise<SessionInfo[]> {
    return this.connection.listSessions();
  }

  /** The same by Studio, each with its sessions. */
  async listInstancesAsync(): Promise<InstanceInfo[]> {
    return this.connection.listInstances();
  }

  /**
   * The one session that fits.
   *
   * @throws BridgeError SESSION_NOT_FOUND, AMBIGUOUS_SESSION, CONTEXT_NOT_FOUND: with the choices in its message
   */
  async resolveSessionAsync(query: SessionQuery = {}): Promise<BridgeSession> {
    return new BridgeSession(await this.connection.resolveSessionAsync(query), this.connection);
  }

  /** The same, and waits for it: by default 30 s. */
  async waitForSessionAsync(query: SessionQuery = {}): Promise<BridgeSession> {
    return this.resolveSessionAsync({ waitMs: 30_000, ...query });
  }

  /** Calls the listener at each event from now on; the result ends that. */
  on<Event extends keyof ConnectionEvents>(
    event: Event,
    listener: (value: ConnectionEvents[Event]) => void,
  ): Unsubscribe {
    return this.connection.on(event, listener);
  }

  /**
   * Leaves. A host hands over to a connected client, if there is one; Studios are not touched.
   *
   * @param options Its signal ends the wait; the connection is left all the same.
   * @throws BridgeError CANCELLED
   */
  async disconnectAsync({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    await unlessAbortedAsync(this.connection.disconnectAsync(), signal, cancelled('The wait for the end'));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.disconnectAsync();
  }
}
