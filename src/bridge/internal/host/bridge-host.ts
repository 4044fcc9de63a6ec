// The host: the process that holds the port. It keeps the session table, relays, and understands no command.

import { randomUUID } from 'node:crypto';
import { HOST_SESSION_ID } from '../../../protocol/client-messages.js';
import { encodeEnvelope } from '../../../protocol/envelope.js';
import { heartbeatPayload, stateChangePayload } from '../../../protocol/events.js';
import { PROTOCOL_VERSION } from '../../../protocol/limits.js';
import type { SessionInfo } from '../../../protocol/session-info.js';
import { Emitter, type Unsubscribe } from '../../../support/emitter.js';
import type { Pipe } from '../../../support/pipe.js';
import { keepAlive } from '../keep-alive.js';
import type { Link } from '../link.js';
import { createLinkedPair } from '../memory-link.js';
import { createPipeLink } from '../pipe-link.js';
import type { BoundPort } from '../port-binding.js';
import { ActionRegistrar } from './action-registrar.js';
import { ClientEndpoint, type ClientEndpointHost } from './client-endpoint.js';
import type { Frame } from './frame.js';
import { handOverAsync } from './hand-over.js';
import type { HostOptions } from './host-options.js';
import { answerHostRequest, type RequestedHost } from './host-requests.js';
import type { createHttpFront } from './http-front.js';
import { PluginGate } from './plugin-gate.js';
import type { PluginSession } from './plugin-session.js';
import { Relay } from './relay.js';
import { SessionTracker } from './session-tracker.js';
import { Subscriptions } from './subscriptions.js';

/** A plugin's poll interval of two seconds, and time for those that polled last to connect. */
const SETTLE_MS = 2_250;
/** The same for plugins that just lost a host: they look four times a second. */
const SUCCESSOR_SETTLE_MS = 750;

export type HostEvents = {
  'client-connected': { clientId: string };
  'client-disconnected': { clientId: string; reason: string };
  'stop-requested': { clientId: string };
};

/** Messages that a read-only host lets pass: besides the actions that only look. No client may push an action of its own. */
const HARMLESS_TYPES: ReadonlySet<string> = new Set(['subscribe', 'unsubscribe']);

function permitsOf({ readOnly, actions }: HostOptions): ((type: string) => boolean) | undefined {
  if (!readOnly) return undefined;
  return (type) =>
    HARMLESS_TYPES.has(type) ||
    actions.list().some((action) => action.name === type && action.readOnly === true);
}

export class BridgeHost implements ClientEndpointHost {
  readonly hostId = randomUUID();
  readonly port: number;
  private readonly tracker = new SessionTracker<PluginSession>();
  private readonly relay: Relay;
  private readonly subscriptions: Subscriptions;
  private readonly registrar: ActionRegistrar;
  private readonly gate: PluginGate;
  private readonly clients = new Set<ClientEndpoint>();
  private readonly links = new Set<Link>();
  private readonly emitter = new Emitter<HostEvents>();
  private readonly startedAt: number;

  constructor(
    private readonly bound: BoundPort,
    private readonly options: HostOptions,
    /** What answers on its port, if it has one. */
    createFront?: typeof createHttpFront,
  ) {
    this.port = bound.port;
    this.startedAt = options.clock.now();
    this.relay = new Relay(this.tracker, options.limits, options.logger, permitsOf(options));
    this.subscriptions = new Subscriptions(this.relay, options.logger);
    this.registrar = new ActionRegistrar(options.actions, this.relay, options.logger);
    this.gate = new PluginGate(options, bound.port, this.tracker, {
      frame: (session, frame) => this.pluginFrame(session, frame),
    });
    this.tracker.on('connected', (session) => {
      // First its actions, then the news: a request that follows at once finds its handler there.
      this.registrar.add(session);
      this.broadcast('sessionConnected', { session: session.info });
    });
    this.tracker.on('updated', (session) => this.broadcast('sessionUpdated', { session: session.info }));
    this.tracker.on('disconnected', ({ session, reason }) => {
      this.registrar.remove(session);
      this.relay.dropSession(session);
      this.subscriptions.dropSession(session);
      this.broadcast('sessionDisconnected', { sessionId: session.info.sessionId, reason });
    });
    const front = createFront?.(options, {
      health: () => this.health(),
      plugin: (link, expectedId) => this.admitPlugin(link, expectedId),
      client: (link) => this.admitClient(link, false),
    });
    if (front) bound.serve(front);
  }

  on<K extends keyof HostEvents>(event: K, listener: (value: HostEvents[K]) => void): Unsubscribe {
    return this.emitter.on(event, listener);
  }

  /** For the process that is the host: the same path as any client, without a socket. */
  connectLocal(): Link {
    const [near, far] = createLinkedPair();
    this.admitClient(far, true);
    return near;
  }

  /** A Studio in this process. */
  admitPipe(pipe: Pipe): void {
    const { clock, limits } = this.options;
    const health = () => JSON.stringify(this.health());
    this.admitPlugin(createPipeLink(pipe, { clock, maxFrameBytes: limits.maxFrameBytes, health }));
  }

  admitPlugin(link: Link, expectedId?: string): void {
    this.keep(link);
    this.gate.admit(link, expectedId);
  }

  admitClient(link: Link, isLocal: boolean): void {
    this.keep(link);
    new ClientEndpoint(link, this.options, this, isLocal).start();
  }

  listSessions(): SessionInfo[] {
    return this.tracker.list().map((session) => session.info);
  }

  uptimeMs(): number {
    return this.options.clock.now() - this.startedAt;
  }

  settlesInMs(): number {
    const cycleMs = this.options.isSuccessor ? SUCCESSOR_SETTLE_MS : SETTLE_MS;
    return Math.max(0, cycleMs - this.uptimeMs());
  }

  /** Whether it keeps this process alive although nothing else does. */
  setRef(isRef: boolean): void {
    this.bound.setRef(isRef);
  }

  /** Clients in other processes. */
  get remoteClients(): number {
    return [...this.clients].filter((client) => !client.isLocal).length;
  }

  /** Ends the host, in an order that leaves no gap: see docs/failover.md. */
  async closeAsync(reason: string): Promise<void> {
    this.bound.stopListening();
    this.registrar.stop();
    await handOverAsync(this.clients, reason, this.options.clock);
    // Plugins are told, because a WebSocket close says nothing to Luau. By now the next host listens.
    for (const session of this.tracker.list()) {
      session.send({ type: 'shutdown', sessionId: session.info.sessionId, payload: {} });
    }
    const ended = [...this.links].map(
      (link) => new Promise<void>((resolve) => link.onClose(() => resolve())),
    );
    for (const link of this.links) link.close(reason);
    await Promise.all(ended);
  }

  joined(client: ClientEndpoint): void {
    this.clients.add(client);
    if (!client.isLocal) this.emitter.emit('client-connected', { clientId: client.clientId });
  }

  left(client: ClientEndpoint, reason: string): void {
    this.clients.delete(client);
    this.relay.dropAsker(client);
    this.subscriptions.dropAsker(client);
    if (!client.isLocal) this.emitter.emit('client-disconnected', { clientId: client.clientId, reason });
  }

  frame(client: ClientEndpoint, frame: Frame): void {
    const { type, sessionId, requestId } = frame.envelope;
    const session = this.tracker.get(sessionId);
    if (session && this.subscriptions.fromClient(client, session, frame)) return;
    if (sessionId !== HOST_SESSION_ID) {
      this.relay.fromClient(client, frame);
      return;
    }
    if (type === 'abandonRequest' && requestId !== undefined) {
      this.relay.abandon(client, requestId);
      return;
    }
    if (answerHostRequest(this.requestedBy(client), client, frame.envelope)) return;
    this.options.logger.debug(`ignored a ${type} from a client`);
  }

  private requestedBy({ clientId }: ClientEndpoint): RequestedHost {
    return {
      isStoppable: this.options.isStoppable ?? false,
      status: () => ({
        hostId: this.hostId,
        pid: process.pid,
        serverVersion: this.options.serverVersion,
        uptimeMs: Math.round(this.uptimeMs()),
        sessions: this.tracker.size,
        clients: this.remoteClients - 1,
      }),
      stopRequested: () => this.emitter.emit('stop-requested', { clientId }),
    };
  }

  private pluginFrame(session: PluginSession, frame: Frame): void {
    if (this.relay.fromPlugin(session, frame)) return;
    const { type, payload, requestId } = frame.envelope;
    const isFollowed = requestId === undefined && this.subscriptions.push(session, frame);
    if (type === 'heartbeat') {
      const heartbeat = heartbeatPayload.safeParse(payload);
      if (heartbeat.success) this.tracker.update(session, { state: heartbeat.data.state });
    } else if (type === 'stateChange') {
      const change = stateChangePayload.safeParse(payload);
      if (change.success) this.tracker.update(session, { state: change.data.newState });
    } else if (!isFollowed) {
      this.options.logger.debug(`dropped a ${type} that nobody waits for`);
    }
  }

  private health(): Record<string, unknown> {
    return {
      status: 'ok',
      port: this.port,
      protocolVersion: PROTOCOL_VERSION,
      serverVersion: this.options.serverVersion,
      sessions: this.tracker.size,
      uptime: Math.round(this.uptimeMs()),
      hostId: this.hostId,
    };
  }

  private broadcast(type: string, payload: unknown): void {
    const text = encodeEnvelope({ type, sessionId: HOST_SESSION_ID, payload });
    for (const client of this.clients) client.sendText(text);
  }

  private keep(link: Link): void {
    this.links.add(link);
    keepAlive(link, this.options.clock, this.options.limits.pingIntervalMs);
    link.onClose(() => void this.links.delete(link));
  }
}
