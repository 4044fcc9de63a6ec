// The bridge as its users see it: what is connected, and the way to a session. Whether this process is the host
// or a client of one is decided here and is nobody else's business.

import { groupInstances, type InstanceInfo } from '../protocol/instance-info.js';
import type { SessionInfo } from '../protocol/session-info.js';
import { type Clock, systemClock } from '../support/clock.js';
import { Emitter, type Unsubscribe } from '../support/emitter.js';
import { silentLogger } from '../support/logger.js';
import type { Pipe } from '../support/pipe.js';
import { messageOf } from '../support/thrown-text.js';
import { NO_ACTIONS } from './action-source.js';
import { BridgeSession } from './bridge-session.js';
import {
  type BridgeConnectionOptions,
  checkPort,
  DEFAULT_TIMEOUT_MS,
  parseRemoteHost,
} from './connection-options.js';
import { BridgeClient } from './internal/bridge-client.js';
import { isDevcontainer } from './internal/environment-detection.js';
import { releaseWhenIdle } from './internal/idle-release.js';
import { type Place, type PlaceOptions, takePlaceAsync } from './internal/take-place.js';
import { checkToken, ensureTokenAsync, findTokenAsync } from './internal/token-file.js';
import { findPairingSecretAsync } from './pairing-secret.js';
import { type SessionQuery, waitForSessionAsync } from './session-wait.js';

export type ConnectionEvents = {
  'session-connected': SessionInfo;
  'session-updated': SessionInfo;
  'session-disconnected': { session: SessionInfo; reason: string };
  /** The first session of a Studio came, and its last one left. */
  'instance-connected': InstanceInfo;
  'instance-disconnected': { instanceId: string; placeName: string };
  /** The host ended and another took its place, perhaps this process. */
  'host-changed': { role: 'host' | 'client'; hostId: string };
  /** In the process that is the host. */
  'client-connected': { clientId: string };
  'client-disconnected': { clientId: string; reason: string };
  /** Where it is stoppable: a client wants this process to end the host. */
  'stop-requested': { clientId: string };
  /** The connection is over; `reason` says whether by will. */
  closed: { reason: string };
};

export class BridgeConnection {
  private readonly emitter = new Emitter<ConnectionEvents>();
  private readonly clock: Clock;
  private place: Place;
  /** When every Studio that looked for the first host had its turn; those known then outlast a succession. */
  private readonly settledAt: number;
  private readonly instances = new Set<string>();
  private moving: Promise<void> | undefined;
  private ending: Promise<void> | undefined;

  static async connectAsync(options: BridgeConnectionOptions): Promise<BridgeConnection> {
    const clock = options.clock ?? systemClock;
    const client = new BridgeClient(clock, options.logger ?? silentLogger);
    const placeOptions = resolvePlaceOptions(options, clock, client.clientId);
    const { token, stateFolder } = options;
    if (typeof token === 'string') checkToken(token);
    // Whoever stays as the host says what is wrong with its token now, and not to its first client.
    if (options.keepAlive && placeOptions.mode !== 'remote') await ensureTokenAsync(token, stateFolder);
    const place = await takePlaceAsync(placeOptions);
    return new BridgeConnection(options, clock, client, placeOptions, place);
  }

  private constructor(
    private readonly options: BridgeConnectionOptions,
    clock: Clock,
    private readonly client: BridgeClient,
    private readonly placeOptions: PlaceOptions,
    place: Place,
  ) {
    this.clock = clock;
    this.place = place;
    this.settledAt = clock.now() + (place.welcome.settlesInMs ?? 0);
    this.relayEvents();
    this.settleIn(place);
  }

  get role(): 'host' | 'client' {
    return this.place.role;
  }

  get port(): number {
    return this.place.port;
  }

  get hostId(): string {
    return this.place.welcome.hostId;
  }

  /** Milliseconds until every Studio that looks for a host has had its turn to connect; 0 once it has. */
  get unsettledMs(): number {
    return Math.max(0, this.settledAt - this.clock.now());
  }

  /** Of a host that has no port: takes a Studio of this process in. */
  get admit(): ((pipe: Pipe) => void) | undefined {
    return this.options.isInner ? (pipe) => this.place.host?.admitPipe(pipe) : undefined;
  }

  /** What is connected now, from this side's copy of the table. */
  listSessions(): SessionInfo[] {
    return this.client.directory.list();
  }

  /** The same by Studio. */
  listInstances(): InstanceInfo[] {
    return groupInstances(this.listSessions());
  }

  /** The one session that the query means; an error lists the choices if there are none or several. */
  async resolveSessionAsync(query: SessionQuery = {}): Promise<BridgeSession> {
    const info = await waitForSessionAsync(
      {
        clock: this.clock,
        expectedSessions: this.options.expectedSessions,
        list: () => this.client.directory.list(),
        unsettledMs: () => this.settledAt - this.clock.now(),
        onChange: (listener) => this.onAnyChange(listener),
        onClosed: (listener) => this.emitter.on('closed', listener),
      },
      query,
    );
    return new BridgeSession(this.client, this.clock, info, this.options.looksOnly);
  }

  on<K extends keyof ConnectionEvents>(
    event: K,
    listener: (value: ConnectionEvents[K]) => void,
  ): Unsubscribe {
    return this.emitter.on(event, listener);
  }

  /** Leaves the bridge. A host that has clients hands over to one of them. */
  disconnectAsync(): Promise<void> {
    this.ending ??= this.endAsync('disconnected');
    return this.ending;
  }

  private async endAsync(reason: string): Promise<void> {
    this.client.close(reason);
    await this.place.host?.closeAsync('the host is ending');
    this.emitter.emit('closed', { reason });
  }

  private settleIn(place: Place): void {
    this.place = place;
    place.host?.on('client-connected', (event) => this.emitter.emit('client-connected', event));
    place.host?.on('client-disconnected', (event) => this.emitter.emit('client-disconnected', event));
    place.host?.on('stop-requested', (event) => this.emitter.emit('stop-requested', event));
    if (place.host && !this.options.keepAlive) releaseWhenIdle(place.host, this.clock);
    this.client.attach(place.link, place.welcome);
  }

  private relayEvents(): void {
    const { directory } = this.client;
    directory.on('connected', (session) => {
      this.emitter.emit('session-connected', session);
      this.instanceCame(session);
    });
    directory.on('updated', (session) => this.emitter.emit('session-updated', session));
    directory.on('disconnected', (event) => {
      this.emitter.emit('session-disconnected', event);
      this.instanceLeft(event.session);
    });
    this.client.on('host-closing', () => this.move());
    this.client.on('detached', () => this.move());
  }

  private instanceCame({ instanceId }: SessionInfo): void {
    if (this.instances.has(instanceId)) return;
    this.instances.add(instanceId);
    const instance = this.listInstances().find((one) => one.instanceId === instanceId);
    if (instance) this.emitter.emit('instance-connected', instance);
  }

  private instanceLeft({ instanceId, placeName }: SessionInfo): void {
    if (this.listSessions().some((session) => session.instanceId === instanceId)) return;
    if (this.instances.delete(instanceId)) {
      this.emitter.emit('instance-disconnected', { instanceId, placeName });
    }
  }

  /** The host is ending or gone: become the host, or join whoever did. */
  private move(): void {
    if (this.ending) return;
    this.moving ??= this.findNextPlaceAsync().finally(() => {
      this.moving = undefined;
      // The new host may be gone already.
      if (!this.client.isAttached) this.move();
    });
  }

  private async findNextPlaceAsync(): Promise<void> {
    try {
      const place = await takePlaceAsync({ ...this.placeOptions, inherited: this.place.welcome }, true);
      if (this.ending) {
        place.link.close('disconnected');
        await place.host?.closeAsync('the host is ending');
        return;
      }
      this.settleIn(place);
      this.emitter.emit('host-changed', { role: place.role, hostId: place.welcome.hostId });
    } catch (error) {
      this.ending ??= this.endAsync(messageOf(error));
    }
  }

  private onAnyChange(listener: () => void): Unsubscribe {
    const stop = (
      ['session-connected', 'session-updated', 'session-disconnected', 'host-changed'] as const
    ).map((event) => this.emitter.on(event, listener));
    return () => {
      for (const unsubscribe of stop) unsubscribe();
    };
  }
}

function resolvePlaceOptions(options: BridgeConnectionOptions, clock: Clock, clientId: string): PlaceOptions {
  const port = checkPort(options.port);
  const remote = options.remoteHost === undefined ? undefined : parseRemoteHost(options.remoteHost, port);
  const logger = options.logger ?? silentLogger;
  const { token, stateFolder, actions = NO_ACTIONS } = options;
  return {
    port: remote?.port ?? port,
    isInner: options.isInner ?? false,
    mode: remote ? 'remote' : (options.role ?? 'auto'),
    remoteName: remote?.name ?? '',
    isContainer: !remote && !options.local && isDevcontainer(options.environment),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    clock,
    logger,
    clientId,
    clientVersion: options.clientVersion,
    findTokenAsync: () => findTokenAsync(token, stateFolder),
    createHostOptions: async () => {
      const { DEFAULT_HOST_LIMITS } = await import('./internal/host/start-host.js');
      return {
        clock,
        logger,
        serverVersion: options.clientVersion,
        actions: typeof actions === 'function' ? await actions() : actions,
        ensureTokenAsync: () => ensureTokenAsync(token, stateFolder),
        findPairingSecretAsync: () => findPairingSecretAsync(stateFolder),
        requirePairing: options.requirePairing ?? false,
        readOnly: options.readOnly ?? false,
        isStoppable: options.isStoppable ?? false,
        allowedHosts: options.allowedHosts ?? [],
        allowedOrigins: options.allowedOrigins ?? [],
        limits: { ...DEFAULT_HOST_LIMITS, ...options.limits },
      };
    },
  };
}
